using Microsoft.Extensions.Logging;

namespace Parley.Server.Characters;

internal static partial class CharacterLibraryLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The folder of characters cannot be read")]
    public static partial void FolderUnreadable(ILogger logger, Exception exception);
}
