namespace Parley.Voxta.Wire;

/// <summary>A failure of the connection's.</summary>
public sealed record ServerError : ServerMessage
{
    /// <summary>What went wrong.</summary>
    public string Message { get; init; } = "";

    /// <summary>More about it.</summary>
    public string? Details { get; init; }

    /// <summary>Machine-readable code.</summary>
    public string? Code { get; init; }

    /// <summary>The service that failed.</summary>
    public string? ServiceName { get; init; }
}
