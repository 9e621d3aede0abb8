namespace Parley.Voxta.Wire;

/// <summary>Something failed inside a session, which goes on.</summary>
public sealed record ChatSessionError : ServerSessionMessage
{
    /// <summary>What went wrong.</summary>
    public string Message { get; set; } = "";

    /// <summary>Whether trying again may help.</summary>
    public bool Retry { get; set; }

    /// <summary>More about it.</summary>
    public string? Details { get; set; }

    /// <summary>Machine-readable code.</summary>
    public string? Code { get; set; }

    /// <summary>The service that failed.</summary>
    public string? ServiceName { get; set; }
}
