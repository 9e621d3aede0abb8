namespace Parley.Server.Estuary.Sessions;

/// <summary>Ids of messages on the wire: <c>msg_</c> and hexadecimal digits (§3.1).</summary>
internal static class MessageIds
{
    private const string Prefix = "msg_";

    public static string Write(Guid id) => Prefix + id.ToString("N");

    /// <summary>False for an id that is not ours.</summary>
    public static bool TryParse(string text, out Guid id)
    {
        id = default;
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(Prefix.Length), "N", out id);
    }
}
