using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.SocketIo.AspNetCore;

/// <summary>What a namespace says to a client that wants to join it.</summary>
public sealed class SocketIoConnectResult
{
    private SocketIoConnectResult(byte[]? refusal) => Refusal = refusal;

    /// <summary>Come in.</summary>
    public static SocketIoConnectResult Accept { get; } = new(null);

    /// <summary>The payload of the refusal, UTF-8 JSON; null for <see cref="Accept"/>.</summary>
    internal byte[]? Refusal { get; }

    /// <summary>No: the client gets <c>connect_error</c> with this message and stays out.</summary>
    /// <param name="message">A sentence for the client's developer or user.</param>
    /// <returns>The refusal.</returns>
    public static SocketIoConnectResult Refuse(string message) => Create(message, null);

    /// <summary>No, with details (<c>err.data</c> on JavaScript clients).</summary>
    /// <typeparam name="T">The details' type.</typeparam>
    /// <param name="message">A sentence for the client's developer or user.</param>
    /// <param name="data">The details.</param>
    /// <param name="typeInfo">How to write them.</param>
    /// <returns>The refusal.</returns>
    public static SocketIoConnectResult Refuse<T>(string message, T data, JsonTypeInfo<T> typeInfo) =>
        Create(message, writer => JsonSerializer.Serialize(writer, data, typeInfo));

    private static SocketIoConnectResult Create(string message, Action<Utf8JsonWriter>? writeData)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("message"u8, message);
            if (writeData is not null)
            {
                writer.WritePropertyName("data"u8);
                writeData(writer);
            }

            writer.WriteEndObject();
        }

        return new SocketIoConnectResult(json.ToArray());
    }
}
