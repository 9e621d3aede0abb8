using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>bot_voice</c>: a piece of an answer's speech.</summary>
public sealed record BotVoiceMessage
{
    /// <summary>16-bit little-endian mono PCM; base64 on the wire. Null when the audio goes through LiveKit.</summary>
    [JsonConverter(typeof(LenientBase64Converter))]
    public byte[]? Audio { get; set; }

    /// <summary>The message, shared with its <c>bot_response</c>.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>From 0, growing by one.</summary>
    public int ChunkIndex { get; set; }

    /// <summary>Whether this is the message's last audio.</summary>
    public bool IsFinal { get; set; }

    /// <summary>Rate in hertz; null means the session's.</summary>
    public int? SampleRate { get; set; }

    /// <summary>Whether nobody asked for the message; null when not said.</summary>
    public bool? IsInterjection { get; set; }

    /// <summary>Whether the audio goes through LiveKit; null means no.</summary>
    [JsonPropertyName("is_livekit")]
    public bool? IsLiveKit { get; set; }
}
