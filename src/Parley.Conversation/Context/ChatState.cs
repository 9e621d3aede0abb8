using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Conversation.Context;

/// <summary>What of a chat's context outlives its sessions.</summary>
internal sealed record ChatState
{
    public IReadOnlyList<FlagInfo> Flags { get; init; } = [];

    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, JsonElement> ScriptVariables { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, bool> Roles { get; init; } = new Dictionary<string, bool>();

    /// <summary>Actions and events that run once and have.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    public IReadOnlyList<ChatDocument> Documents { get; init; } = [];
}

/// <summary>A document of a chat.</summary>
internal sealed record ChatDocument(Guid Id, string? Title, string? Content);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatState))]
internal sealed partial class ChatStateJson : JsonSerializerContext;
