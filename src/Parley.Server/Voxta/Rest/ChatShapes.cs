using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Rest;

/// <summary>Answer of <c>GET /api/chats</c>.</summary>
internal sealed record ChatsBody(IReadOnlyList<ChatsListItem> Chats);

/// <summary>Body of <c>POST /api/chats</c>.</summary>
internal sealed record NewChatBody
{
    public IReadOnlyList<Guid>? Characters { get; set; }

    public Guid? CharacterId { get; set; }

    public Guid? Scenario { get; set; }

    public Guid? ScenarioId { get; set; }

    public Dictionary<string, Guid>? Roles { get; set; }

    public string? Client { get; set; }

    public string? Title { get; set; }

    public bool Ephemeral { get; set; }

    public bool UseChatMemory { get; set; }

    public IReadOnlyList<ResourceReference>? Dependencies { get; set; }
}

/// <summary>Body of <c>PATCH /api/chats/{id}</c>: what is absent stays; an empty title clears it.</summary>
internal sealed record ChangedChatBody
{
    public bool? Favorite { get; set; }

    public string? Title { get; set; }
}

/// <summary>Answer of <c>GET /api/chats/{id}/summary</c>.</summary>
internal sealed record ChatSummaryBody
{
    public Guid ChatId { get; set; }

    public DateTimeOffset LastUpdated { get; set; }

    public IReadOnlyList<ChatMessage> LastMessages { get; set; } = [];

    public ChatMessage? LastSummary { get; set; }

    public string? Scenario { get; set; }
}
