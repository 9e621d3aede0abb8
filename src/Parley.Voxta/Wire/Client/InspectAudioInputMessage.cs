namespace Parley.Voxta.Wire;

/// <summary>Switches microphone diagnostics of this connection.</summary>
public sealed record InspectAudioInputMessage : ClientMessage
{
    /// <summary>Sent by some clients; not needed.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>Sets both switches below.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether <see cref="AudioFrame"/> events are wanted.</summary>
    public bool? AudioFrames { get; set; }

    /// <summary>Whether recognition events are wanted.</summary>
    public bool? SpeechToText { get; set; }

    /// <summary>BCP 47 tag for the recogniser.</summary>
    public string? Culture { get; set; }
}
