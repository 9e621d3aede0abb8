namespace Parley.Server.Storage;

/// <summary>How values stand in columns.</summary>
internal static class StoredValue
{
    /// <summary>Ids are lower-case text, which sorts as the ids do.</summary>
    public static string Of(Guid id) => id.ToString("D");

    public static string? Of(Guid? id) => id?.ToString("D");

    /// <summary>Times are ticks, UTC.</summary>
    public static long Of(DateTimeOffset time) => time.UtcTicks;

    public static long? Of(DateTimeOffset? time) => time?.UtcTicks;

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>A list of ids for <c>json_each</c>, which has no limit on their number.</summary>
    public static string List(IEnumerable<Guid> ids) => "[" + string.Join(',', ids.Select(id => $"\"{id:D}\"")) + "]";
}
