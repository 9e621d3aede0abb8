namespace Parley.Voxta.Wire;

/// <summary>A flag that is set.</summary>
public sealed record FlagInfo
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was set, in milliseconds since the chat began.</summary>
    public long? MessageChatTime { get; init; }

    /// <summary>The message it was set at.</summary>
    public int? MessageIndex { get; init; }

    /// <summary>When it ends.</summary>
    public long? ExpireChatTime { get; init; }

    /// <summary>The message it ends at.</summary>
    public int? ExpireIndex { get; init; }
}
