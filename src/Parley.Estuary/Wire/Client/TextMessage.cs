using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>text</c>: a message of the player.</summary>
public sealed record TextMessage
{
    /// <summary>The text; required.</summary>
    public string? Text { get; set; }

    /// <summary>Whether the answer comes without speech; null means with it.</summary>
    [JsonPropertyName("textOnly")]
    public bool? TextOnly { get; set; }
}
