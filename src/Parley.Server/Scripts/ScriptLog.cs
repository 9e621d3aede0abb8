using Microsoft.Extensions.Logging;

namespace Parley.Server.Scripts;

internal static partial class ScriptLog
{
    [LoggerMessage(1400, LogLevel.Warning, "The process for a script cannot be started")]
    public static partial void CannotStart(ILogger logger, Exception exception);
}
