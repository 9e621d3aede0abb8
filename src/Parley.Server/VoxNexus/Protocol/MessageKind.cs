namespace Parley.Server.VoxNexus.Protocol;

/// <summary>The <c>type</c> of a client's message.</summary>
internal enum MessageKind
{
    Unknown,
    Init,
    Text,
    Audio,
    Command,
    Ping,
    Pong,
    Cancel,
    Close,
}
