using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Estuary.Wire;

/// <summary>
/// Reads payloads as peers really spell them: every field in snake_case or camelCase, a missing payload as an empty object.
/// Thread-safe. Writing is plain: <see cref="EstuaryJsonContext"/>.
/// </summary>
public static class EstuaryJson
{
    /// <summary>Reads an event's only argument, or a REST body.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="json">UTF-8 JSON; empty and <c>null</c> read as <c>{}</c>. Fields nobody knows are ignored.</param>
    /// <param name="type">From <see cref="EstuaryJsonContext"/> or <see cref="EstuaryRestJsonContext"/>.</param>
    /// <returns>The message; fields that are absent have their defaults.</returns>
    /// <exception cref="JsonException">It is no object, or a field has another type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class, new()
    {
        if (json.IsEmpty || json.SequenceEqual("null"u8))
        {
            return new T();
        }

        try
        {
            return (IsExact(json, type) ? JsonSerializer.Deserialize(json, type) : JsonSerializer.Deserialize(Respell(json, type).WrittenSpan, type)) ?? new T();
        }
        catch (InvalidOperationException error)
        {
            // Half a surrogate pair, or bytes that are no UTF-8, inside a string.
            throw new JsonException("The text is not valid UTF-8.", error);
        }
    }

    private static bool IsExact(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is expected.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!IsKnown(reader, type))
            {
                return false;
            }

            reader.Read();
            reader.Skip();
        }

        return true;
    }

    private static bool IsKnown(in Utf8JsonReader reader, JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (reader.ValueTextEquals(property.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static ArrayBufferWriter<byte> Respell(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var output = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(output);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Find(reader.GetString()!, type);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is not null)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return output;
    }

    private static string? Find(string spelling, JsonTypeInfo type)
    {
        var plain = Plain(spelling);
        foreach (var property in type.Properties)
        {
            if (Plain(property.Name) == plain)
            {
                return property.Name;
            }
        }

        return null;
    }

    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (character != '_')
            {
                plain.Append(char.ToLowerInvariant(character));
            }
        }

        return plain.ToString();
    }
}
