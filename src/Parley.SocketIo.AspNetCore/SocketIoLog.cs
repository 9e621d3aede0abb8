using Microsoft.Extensions.Logging;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

internal static partial class SocketIoLog
{
    [LoggerMessage(101, LogLevel.Debug, "Session {SessionId}: not a packet ({Error})")]
    public static partial void ParseError(ILogger logger, string sessionId, string error);

    [LoggerMessage(102, LogLevel.Debug, "Session {SessionId} joined no namespace in time")]
    public static partial void NoNamespace(ILogger logger, string sessionId);

    [LoggerMessage(103, LogLevel.Debug, "Session {SessionId}: {Type} packet for a namespace in the wrong state")]
    public static partial void InvalidState(ILogger logger, string sessionId, SocketIoPacketType type);

    [LoggerMessage(104, LogLevel.Debug, "Socket {SocketId} joined {Namespace}")]
    public static partial void Joined(ILogger logger, string socketId, string @namespace);

    [LoggerMessage(105, LogLevel.Debug, "Socket {SocketId} left {Namespace}: {Reason}")]
    public static partial void Left(ILogger logger, string socketId, string @namespace, string reason);

    [LoggerMessage(106, LogLevel.Error, "Socket {SocketId}: the handler of {Work} failed")]
    public static partial void HandlerFailed(ILogger logger, string socketId, string work, Exception exception);
}
