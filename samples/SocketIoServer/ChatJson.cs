using System.Text.Json.Serialization;

namespace SocketIoServer;

/// <summary>What the browser sends.</summary>
internal sealed record ChatMessage([property: JsonPropertyName("text")] string Text);

/// <summary>What everybody in the room gets.</summary>
internal sealed record ChatLine([property: JsonPropertyName("from")] string From, [property: JsonPropertyName("text")] string Text);

[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(ChatLine))]
internal sealed partial class ChatJson : JsonSerializerContext;
