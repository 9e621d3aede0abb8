using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A message of a type this version does not know, or whose fields it cannot read.</summary>
/// <param name="Type">Its <c>$type</c>; empty when it had none.</param>
/// <param name="Payload">The whole message.</param>
public sealed record UnknownServerMessage(string Type, JsonElement Payload) : ServerMessage;
