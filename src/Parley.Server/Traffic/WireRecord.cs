namespace Parley.Server.Traffic;

/// <summary>One message on the wire, as a person may see it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Face">One of <see cref="Faces"/>.</param>
/// <param name="ConnectionId">The connection.</param>
/// <param name="Direction"><c>in</c> from the client, <c>out</c> to it.</param>
/// <param name="Name">What kind of message it is, in the protocol's words.</param>
/// <param name="Bytes">Its length on the wire, without framing.</param>
/// <param name="Text">Its JSON without secrets and audio, cut at 4 KiB.</param>
internal sealed record WireRecord(DateTimeOffset At, string Face, string ConnectionId, string Direction, string Name, int Bytes, string Text);
