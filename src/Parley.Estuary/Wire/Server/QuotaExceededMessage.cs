namespace Parley.Estuary.Wire;

/// <summary><c>quota_exceeded</c>: the operation is blocked, the session goes on.</summary>
public sealed record QuotaExceededMessage
{
    /// <summary>A sentence.</summary>
    public string Message { get; set; } = "";

    /// <summary>What has been used.</summary>
    public int Current { get; set; }

    /// <summary>What may be used.</summary>
    public int Limit { get; set; }

    /// <summary>What is left.</summary>
    public int Remaining { get; set; }

    /// <summary>Name of the plan.</summary>
    public string? Tier { get; set; }

    /// <summary>A code; null when there is none.</summary>
    public string? Error { get; set; }
}
