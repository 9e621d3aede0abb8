namespace Parley.Voxta.Wire;

/// <summary>A flag that is set.</summary>
public sealed record FlagInfo
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>When it was set, in milliseconds since the chat began.</summary>
    public long? MessageChatTime { get; set; }

    /// <summary>The message it was set at.</summary>
    public int? MessageIndex { get; set; }

    /// <summary>When it ends.</summary>
    public long? ExpireChatTime { get; set; }

    /// <summary>The message it ends at.</summary>
    public int? ExpireIndex { get; set; }
}
