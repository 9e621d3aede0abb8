namespace Parley.SocketIo.Packets;

internal enum DecodeResult
{
    NeedsMore,
    Packet,
    Failed,
}
