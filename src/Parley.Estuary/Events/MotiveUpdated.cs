using System.Text.Json;

namespace Parley.Estuary;

/// <summary><c>motive_updated</c>: what drives the character has changed; not meant for players.</summary>
/// <param name="ConversationId">Where it changed.</param>
/// <param name="Motive">The motive as the server wrote it.</param>
public sealed record MotiveUpdated(string ConversationId, JsonElement Motive) : EstuaryEvent;
