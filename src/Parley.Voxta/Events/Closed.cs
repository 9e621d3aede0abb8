namespace Parley.Voxta;

/// <summary>The connection is over for good; the last event of a client.</summary>
/// <param name="Error">Why; null after a close on either side that was meant.</param>
public sealed record Closed(Exception? Error) : VoxtaEvent;
