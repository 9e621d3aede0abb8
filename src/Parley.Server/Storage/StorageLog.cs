using Microsoft.Extensions.Logging;

namespace Parley.Server.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(1200, LogLevel.Error, "Changes of the database could not be read; trying again")]
    public static partial void WatchFailed(ILogger logger, Exception exception);
}
