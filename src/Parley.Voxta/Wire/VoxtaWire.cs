using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Reads and writes Voxta messages as UTF-8 JSON. <c>$type</c> is written first and read anywhere.</summary>
public static class VoxtaWire
{
    /// <summary>Reads what a client sent.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="type">Its <c>$type</c>; empty when it has none.</param>
    /// <returns>The message; null when the type is not known.</returns>
    /// <exception cref="JsonException">The object or one of its fields cannot be read.</exception>
    public static ClientMessage? ReadClient(ReadOnlySpan<byte> json, out string type)
    {
        type = Discriminator(json);
        if (!MessageTypes.TryGetClient(type, out var info))
        {
            return null;
        }

        return (ClientMessage?)JsonSerializer.Deserialize(json, info);
    }

    /// <summary>Reads what a server sent. A type that is not known, or fields of another shape, give an <see cref="UnknownServerMessage"/>.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static ServerMessage ReadServer(ReadOnlySpan<byte> json)
    {
        var type = Discriminator(json);
        if (MessageTypes.TryGetServer(type, out var info))
        {
            try
            {
                if (JsonSerializer.Deserialize(json, info) is ServerMessage message)
                {
                    return message;
                }
            }
            catch (JsonException)
            {
                // Other servers and newer versions shape fields differently: the caller still gets the payload.
            }
        }

        var reader = new Utf8JsonReader(json);
        return new UnknownServerMessage(type, JsonElement.ParseValue(ref reader));
    }

    /// <summary>Writes a client's message.</summary>
    public static void Write(ClientMessage message, Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, message, VoxtaJson.Default.ClientMessage);

    /// <summary>Writes a server's message.</summary>
    public static void Write(ServerMessage message, Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, message, VoxtaJson.Default.ServerMessage);

    private static string Discriminator(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A message must be a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("$type"u8);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? Text(ref reader) : "";
            }

            reader.Skip();
        }

        return "";
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair, which JSON can write and a string cannot be read from.
            throw new JsonException("A message's $type is not valid text.", error);
        }
    }
}
