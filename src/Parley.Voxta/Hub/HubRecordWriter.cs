using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Hub;

/// <summary>Writes hub records, terminator included. Keeps its JSON writer for the next record; not thread-safe.</summary>
public sealed class HubRecordWriter : IDisposable
{
    // Records are UTF-8: escaped, a letter outside ASCII would take six bytes.
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A client's first record: <c>{"protocol":"json","version":1}</c>.</summary>
    public static void WriteHandshakeRequest(IBufferWriter<byte> output) => output.Write("{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    /// <summary>A server's answer to a good handshake: <c>{}</c>. It must travel alone in its WebSocket message.</summary>
    public static void WriteHandshakeReply(IBufferWriter<byte> output) => output.Write("{}\u001e"u8);

    /// <summary>A ping.</summary>
    public static void WritePing(IBufferWriter<byte> output) => output.Write("{\"type\":6}\u001e"u8);

    /// <summary>A server's answer to a handshake it refuses.</summary>
    public void WriteHandshakeError(IBufferWriter<byte> output, string error)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("error"u8, error);
        End(output);
    }

    /// <summary>A server's event: an invocation of <c>ReceiveMessage</c> without an id.</summary>
    public void WriteEvent(IBufferWriter<byte> output, ServerMessage message)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("type"u8, (int)HubRecordType.Invocation);
        _json.WriteString("target"u8, "ReceiveMessage"u8);
        _json.WriteStartArray("arguments"u8);
        VoxtaWire.Write(message, _json);
        _json.WriteEndArray();
        End(output);
    }

    /// <summary>A client's call: an invocation of <c>SendMessage</c>.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="invocationId">Asks for a completion with this id; null asks for none.</param>
    /// <param name="message">The one argument.</param>
    public void WriteCall(IBufferWriter<byte> output, string? invocationId, ClientMessage message)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("type"u8, (int)HubRecordType.Invocation);
        if (invocationId is not null)
        {
            _json.WriteString("invocationId"u8, invocationId);
        }

        _json.WriteString("target"u8, "SendMessage"u8);
        _json.WriteStartArray("arguments"u8);
        VoxtaWire.Write(message, _json);
        _json.WriteEndArray();
        End(output);
    }

    /// <summary>The answer to an invocation: <c>"result":null</c>, or an error and no result.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="invocationId">The id as the JSON string it came as, <see cref="HubRecord.InvocationId"/>.</param>
    /// <param name="error">What went wrong; null when nothing did.</param>
    public void WriteCompletion(IBufferWriter<byte> output, ReadOnlySpan<byte> invocationId, string? error = null)
    {
        if (error is null)
        {
            output.Write("{\"type\":3,\"invocationId\":"u8);
            output.Write(invocationId);
            output.Write(",\"result\":null}\u001e"u8);
            return;
        }

        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("type"u8, (int)HubRecordType.Completion);
        _json.WritePropertyName("invocationId"u8);
        _json.WriteRawValue(invocationId, skipInputValidation: true);
        _json.WriteString("error"u8, error);
        End(output);
    }

    /// <summary>Announces that the connection will be closed.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="error">Why; null for an ordinary end.</param>
    /// <param name="allowReconnect">Whether the other side may come back.</param>
    public void WriteClose(IBufferWriter<byte> output, string? error = null, bool allowReconnect = false)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("type"u8, (int)HubRecordType.Close);
        if (error is not null)
        {
            _json.WriteString("error"u8, error);
        }

        if (allowReconnect)
        {
            _json.WriteBoolean("allowReconnect"u8, true);
        }

        End(output);
    }

    /// <summary>Disposes the JSON writer.</summary>
    public void Dispose() => _json.Dispose();

    private void End(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write([HubRecordBuffer.Terminator]);
    }
}
