namespace Parley.Estuary.Wire;

/// <summary><c>session_timeout</c>, after which the server disconnects, and <c>voice_timeout</c>, which only ends recognition.</summary>
public sealed record TimeoutMessage
{
    /// <summary><c>inactivity</c> or <c>voice_inactivity</c>.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Seconds without activity.</summary>
    public int IdleSeconds { get; set; }

    /// <summary>Seconds allowed.</summary>
    public int TimeoutSeconds { get; set; }
}
