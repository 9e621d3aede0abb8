using Parley.Conversation.Memories;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Sessions;

namespace Parley.Server.Estuary.Rest;

/// <summary>Memories in the wire's form.</summary>
internal static class MemoryShapes
{
    public static MemoryData Of(MemoryItem item) => new()
    {
        Id = item.Id.ToString(),
        UserId = item.Scope.Player.Tenant.Value,
        AgentId = item.Scope.CharacterId.ToString(),
        PlayerId = item.Scope.Player.Id.Value,
        Content = item.Content,
        MemoryType = item.Type,
        Confidence = item.Confidence,
        Status = item.Status,
        SourceConversationId = item.SourceChatId?.ToString(),
        SourceQuote = item.SourceQuote,
        Source = item.Source,
        Topic = item.Topic,
        LastAccessedAt = item.LastAccessed is { } accessed ? Timestamps.Write(accessed) : null,
        AccessCount = item.AccessCount,
        ExtractedAt = Timestamps.Write(item.Created),
        CreatedAt = Timestamps.Write(item.Created),
        UpdatedAt = Timestamps.Write(item.Updated),
    };

    public static CoreFact Fact(MemoryItem item) => new()
    {
        Id = item.Id.ToString(),
        UserId = item.Scope.Player.Tenant.Value,
        AgentId = item.Scope.CharacterId.ToString(),
        PlayerId = item.Scope.Player.Id.Value,
        FactKey = item.FactKey ?? "",
        FactValue = item.FactValue ?? "",
        SourceMemoryId = item.Id.ToString(),
        CreatedAt = Timestamps.Write(item.Created),
        UpdatedAt = Timestamps.Write(item.Updated),
    };
}
