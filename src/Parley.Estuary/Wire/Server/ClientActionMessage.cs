using System.Text.Json;

namespace Parley.Estuary.Wire;

/// <summary><c>client_action</c>: the character does something in the client's world.</summary>
public sealed record ClientActionMessage
{
    /// <summary>The action.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its arguments: strings, numbers and truth values.</summary>
    public IReadOnlyDictionary<string, JsonElement> Arguments { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>The message it belongs to.</summary>
    public string? MessageId { get; set; }

    /// <summary>The message's piece it belongs to.</summary>
    public int ChunkIndex { get; set; }

    /// <summary>When, ISO 8601.</summary>
    public string? Timestamp { get; set; }
}
