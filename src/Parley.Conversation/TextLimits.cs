namespace Parley.Conversation;

/// <summary>Limits on text from clients.</summary>
public static class TextLimits
{
    /// <summary>Longest user message on every face: 32 Ki UTF-16 units.</summary>
    public const int MaxMessageLength = 32 * 1024;
}
