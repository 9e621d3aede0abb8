namespace Parley.Conversation.Chats;

/// <summary>Which chats to list. Absent filters filter nothing.</summary>
public sealed record ChatQuery
{
    /// <summary>The tenant; always needed.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Only this player's; null lists every player of the tenant.</summary>
    public PlayerId? Player { get; init; }

    /// <summary>Only this chat.</summary>
    public Guid? ChatId { get; init; }

    /// <summary>Only chats whose title or one of whose messages contains this, ignoring the case of ASCII letters; and those of <see cref="SearchCharacters"/>.</summary>
    public string? Search { get; init; }

    /// <summary>Characters whose chats match <see cref="Search"/> whatever is in them. Without effect where that is null.</summary>
    public IReadOnlyList<Guid> SearchCharacters { get; init; } = [];

    /// <summary>Only chats with this character among the participants.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>Only chats of this scenario.</summary>
    public Guid? ScenarioId { get; init; }

    /// <summary>Only players whose id contains this, ignoring case.</summary>
    public string? PlayerSearch { get; init; }

    /// <summary>Only chats with at least so many messages.</summary>
    public int MinMessages { get; init; }

    /// <summary>The order; ties fall by id.</summary>
    public ChatOrder Order { get; init; } = ChatOrder.LastActivity;

    /// <summary>Newest or greatest first; default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>How many to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return, 1 to 1,000; default 200.</summary>
    public int Limit { get; init; } = 200;
}
