using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>interrupt</c>: an answer was interrupted; what follows of it is to be dropped.</summary>
public sealed record InterruptMessage
{
    /// <summary>The message; null for whatever is playing.</summary>
    public string? MessageId { get; set; }

    /// <summary>Why: <c>user_speech</c>, <c>client_interrupt</c>, <c>new_message</c>, <c>say_line</c> or another word; null when not said.</summary>
    public string? Reason { get; set; }

    /// <summary>When, ISO 8601 or a number as text; null when not said.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? InterruptedAt { get; set; }
}
