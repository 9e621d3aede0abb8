namespace Parley.Estuary;

/// <summary>The connection has ended. <see cref="Reconnecting"/> or <see cref="Closed"/> follows.</summary>
/// <param name="Reason">Socket.IO's word for it, e.g. <c>transport close</c>, <c>ping timeout</c>, <c>io server disconnect</c>, <c>io client disconnect</c>.</param>
/// <param name="Error">Why; null when this side closed it.</param>
public sealed record Disconnected(string Reason, EstuaryException? Error) : EstuaryEvent;
