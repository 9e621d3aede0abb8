namespace Parley.Speech.Registry;

/// <summary>Comparing BCP 47 tags as far as choosing a voice needs it.</summary>
internal static class Language
{
    /// <summary>Whether two tags name the same language, whatever their region or script.</summary>
    public static bool Same(string a, string b) => MemoryExtensions.Equals(Primary(a), Primary(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether two tags are equal.</summary>
    public static bool SameTag(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Primary(string tag)
    {
        var end = tag.IndexOf('-', StringComparison.Ordinal);
        return end < 0 ? tag : tag.AsSpan(0, end);
    }
}
