using Microsoft.Extensions.Logging;

namespace Parley.Server;

internal static partial class ServerLog
{
    [LoggerMessage(1000, LogLevel.Information, "Listening on {Address}, data in {DataDirectory}")]
    public static partial void Started(ILogger logger, Uri address, string dataDirectory);

    [LoggerMessage(1001, LogLevel.Warning, "There is no setting called '{Name}'")]
    public static partial void UnknownSetting(ILogger logger, string name);
}
