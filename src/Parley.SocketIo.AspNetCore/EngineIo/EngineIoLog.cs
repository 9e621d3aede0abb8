using Microsoft.Extensions.Logging;

namespace Parley.SocketIo.AspNetCore.EngineIo;

internal static partial class EngineIoLog
{
    [LoggerMessage(1, LogLevel.Debug, "Session {SessionId} opened over {Transport}")]
    public static partial void Opened(ILogger logger, string sessionId, string transport);

    [LoggerMessage(2, LogLevel.Debug, "Session {SessionId} closed: {Reason}")]
    public static partial void Closed(ILogger logger, string sessionId, string reason);

    [LoggerMessage(3, LogLevel.Debug, "Session {SessionId}: no pong in time")]
    public static partial void PingTimeout(ILogger logger, string sessionId);

    [LoggerMessage(4, LogLevel.Information, "Session {SessionId}: a write did not end in time, the connection is cut")]
    public static partial void SendTimeout(ILogger logger, string sessionId);

    [LoggerMessage(5, LogLevel.Debug, "Request refused with code {Code}")]
    public static partial void Refused(ILogger logger, int code);

    [LoggerMessage(6, LogLevel.Debug, "Session {SessionId} is above its rate limit")]
    public static partial void Throttled(ILogger logger, string sessionId);

    [LoggerMessage(7, LogLevel.Error, "Session {SessionId}: writing failed")]
    public static partial void WriteFailed(ILogger logger, string sessionId, Exception exception);
}
