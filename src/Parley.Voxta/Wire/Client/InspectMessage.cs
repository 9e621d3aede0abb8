namespace Parley.Voxta.Wire;

/// <summary>Switches the session's inspector.</summary>
public sealed record InspectMessage : ClientSessionMessage
{
    /// <summary>On or off; default on.</summary>
    public bool Enabled { get; set; } = true;
}
