namespace Parley.Estuary;

/// <summary><c>quota_exceeded</c>: the operation is blocked; the session goes on.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Current">What has been used.</param>
/// <param name="Limit">What may be used.</param>
/// <param name="Remaining">What is left.</param>
/// <param name="Tier">Name of the plan; null when not said.</param>
public sealed record QuotaExceeded(string Message, int Current, int Limit, int Remaining, string? Tier) : EstuaryEvent;
