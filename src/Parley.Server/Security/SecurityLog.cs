using Microsoft.Extensions.Logging;

namespace Parley.Server.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(1100, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string? path, Exception exception);
}
