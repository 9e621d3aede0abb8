namespace Parley.Voxta.Wire;

/// <summary>The inspector was switched.</summary>
public sealed record InspectorEnabled : ServerSessionMessage
{
    /// <summary>On or off.</summary>
    public bool Enabled { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; set; }
}
