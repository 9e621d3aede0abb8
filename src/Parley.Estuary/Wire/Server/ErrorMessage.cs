namespace Parley.Estuary.Wire;

/// <summary><c>error</c>: something failed; the session goes on.</summary>
public sealed record ErrorMessage
{
    /// <summary>A sentence.</summary>
    public string Message { get; set; } = "";

    /// <summary>A code, e.g. <c>rate_limited</c>; null when there is none.</summary>
    public string? Error { get; set; }
}
