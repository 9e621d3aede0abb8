namespace Parley.Estuary.Wire;

/// <summary>What a client has and understands.</summary>
public sealed record DeviceCapabilities
{
    /// <summary>Version of this object; <c>1</c>.</summary>
    public string Version { get; set; } = "1";

    /// <summary>Whether it has a camera; default true.</summary>
    public bool Camera { get; set; } = true;

    /// <summary>Whether it has a microphone; default true.</summary>
    public bool Microphone { get; set; } = true;

    /// <summary>Whether it has a speaker; default true.</summary>
    public bool Speaker { get; set; } = true;

    /// <summary>Whether it takes <c>client_action</c> events; otherwise actions stand as tags in the text. Default false.</summary>
    public bool ClientAction { get; set; }
}
