using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Scenarios;

namespace Parley.Server.Storage;

/// <summary>The form of the records in the database. A field that is added reads as its default from older rows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Chat))]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(MemoryItem))]
[JsonSerializable(typeof(Character))]
[JsonSerializable(typeof(Scenario))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static string Write(Chat chat) => JsonSerializer.Serialize(chat, Default.Chat);

    public static string Write(ChatMessage message) => JsonSerializer.Serialize(message, Default.ChatMessage);

    public static string Write(MemoryItem item) => JsonSerializer.Serialize(item, Default.MemoryItem);

    public static string Write(Character character) => JsonSerializer.Serialize(character, Default.Character);

    public static string Write(Scenario scenario) => JsonSerializer.Serialize(scenario, Default.Scenario);

    public static Chat ReadChat(string body) => JsonSerializer.Deserialize(body, Default.Chat)!;

    public static ChatMessage ReadMessage(string body) => JsonSerializer.Deserialize(body, Default.ChatMessage)!;

    public static MemoryItem ReadMemory(string body) => JsonSerializer.Deserialize(body, Default.MemoryItem)!;

    public static Character ReadCharacter(string body) => JsonSerializer.Deserialize(body, Default.Character)!;

    public static Scenario ReadScenario(string body) => JsonSerializer.Deserialize(body, Default.Scenario)!;
}
