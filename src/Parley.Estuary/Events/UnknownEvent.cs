namespace Parley.Estuary;

/// <summary>An event this library does not know, or whose payload it cannot read.</summary>
/// <param name="Name">The event.</param>
/// <param name="Payload">Its first argument as UTF-8 JSON, a copy; empty when there was none.</param>
public sealed record UnknownEvent(string Name, ReadOnlyMemory<byte> Payload) : EstuaryEvent;
