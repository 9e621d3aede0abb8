namespace Parley.Estuary;

/// <summary>The connection is over for good; the last event of a client.</summary>
/// <param name="Error">Why; null when this side closed it.</param>
public sealed record Closed(Exception? Error) : EstuaryEvent;
