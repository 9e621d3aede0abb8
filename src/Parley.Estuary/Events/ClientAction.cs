using System.Text.Json;

namespace Parley.Estuary;

/// <summary><c>client_action</c>: the character does something in the client's world.</summary>
/// <param name="Name">The action.</param>
/// <param name="Arguments">Its arguments: strings, numbers and truth values.</param>
/// <param name="MessageId">The message it belongs to; null or empty for none.</param>
public sealed record ClientAction(string Name, IReadOnlyDictionary<string, JsonElement> Arguments, string? MessageId) : EstuaryEvent;
