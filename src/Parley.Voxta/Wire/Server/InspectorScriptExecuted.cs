namespace Parley.Voxta.Wire;

/// <summary>A script ran.</summary>
public sealed record InspectorScriptExecuted : ServerSessionMessage
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The same as <see cref="Name"/>.</summary>
    public string? Script { get; set; }

    /// <summary>What it wrote.</summary>
    public IReadOnlyList<ScriptLog> Logs { get; set; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; set; }
}
