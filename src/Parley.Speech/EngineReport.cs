namespace Parley.Speech;

/// <summary>What <c>parley doctor</c> says of one engine.</summary>
public sealed record EngineReport
{
    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>What it does: <c>recognition</c>, <c>synthesis</c> or <c>voice-activity</c>.</summary>
    public required string Job { get; init; }

    /// <summary>Whether it can run here.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>Version of the library, program or model; null when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>Why it cannot run; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The one command or setting that would make it run; null when it runs.</summary>
    public string? Remedy { get; init; }
}
