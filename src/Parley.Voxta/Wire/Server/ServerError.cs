namespace Parley.Voxta.Wire;

/// <summary>A failure of the connection's.</summary>
public sealed record ServerError : ServerMessage
{
    /// <summary>What went wrong.</summary>
    public string Message { get; set; } = "";

    /// <summary>More about it.</summary>
    public string? Details { get; set; }

    /// <summary>Machine-readable code.</summary>
    public string? Code { get; set; }

    /// <summary>The service that failed.</summary>
    public string? ServiceName { get; set; }
}
