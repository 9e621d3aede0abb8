namespace Parley.VoxNexus;

/// <summary>A message this library does not know. The connection lives on.</summary>
/// <param name="Type">Its <c>type</c>; empty when it has none or is not JSON.</param>
/// <param name="Json">The whole message, a copy.</param>
public sealed record UnknownMessage(string Type, ReadOnlyMemory<byte> Json) : VoxNexusEvent;
