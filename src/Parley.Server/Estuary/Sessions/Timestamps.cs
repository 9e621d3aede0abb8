using System.Globalization;

namespace Parley.Server.Estuary.Sessions;

/// <summary>Times as ISO 8601 in UTC with milliseconds.</summary>
internal static class Timestamps
{
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
