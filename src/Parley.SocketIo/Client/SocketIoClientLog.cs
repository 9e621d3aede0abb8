using Microsoft.Extensions.Logging;

namespace Parley.SocketIo;

internal static partial class SocketIoClientLog
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Work} failed")]
    public static partial void HandlerFailed(ILogger logger, string work, Exception exception);
}
