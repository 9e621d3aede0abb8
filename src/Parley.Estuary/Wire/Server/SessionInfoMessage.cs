using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>session_info</c>: the session is open.</summary>
public sealed record SessionInfoMessage
{
    /// <summary>The session: another one after each connect.</summary>
    public string SessionId { get; set; } = "";

    /// <summary>The conversation of character and player, the same over sessions.</summary>
    public string ConversationId { get; set; } = "";

    /// <summary>The character.</summary>
    public string CharacterId { get; set; } = "";

    /// <summary>The player.</summary>
    public string PlayerId { get; set; } = "";

    /// <summary>Token for a LiveKit room; null without LiveKit.</summary>
    [JsonPropertyName("livekitToken")]
    public string? LiveKitToken { get; set; }

    /// <summary>Address of the LiveKit server; null without LiveKit.</summary>
    [JsonPropertyName("livekitUrl")]
    public string? LiveKitUrl { get; set; }

    /// <summary>The LiveKit room; null without LiveKit.</summary>
    [JsonPropertyName("livekitRoom")]
    public string? LiveKitRoom { get; set; }
}
