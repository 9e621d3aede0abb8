using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Realtime;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>Builds one server message at a time in a pooled buffer. Not thread-safe: each loop of a session has its own.</summary>
internal sealed class MessageWriter : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();
    private readonly Utf8JsonWriter _json;

    public MessageWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The finished message, valid until the next one is begun.</summary>
    public ReadOnlyMemory<byte> Message => _buffer.WrittenMemory;

    /// <summary>Begins a message: <c>{"type":…</c>. Write its members, then <see cref="End"/>.</summary>
    public Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        _buffer.Clear();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
        return _json;
    }

    public ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public ReadOnlyMemory<byte> Error(ApiError error, string requestId, string? utteranceId = null)
    {
        var json = Begin("error"u8);
        json.WriteString("error"u8, error.Message);
        json.WriteString("code"u8, error.Code);
        json.WriteString("request_id"u8, requestId);
        json.WriteStringIfAny("details"u8, error.Details);
        json.WriteBoolean("retryable"u8, error.Retryable);
        json.WriteStringIfAny("utterance_id"u8, utteranceId);
        return End();
    }

    /// <summary>A message of its type and the request id alone: <c>flush_done</c>, <c>cancelled</c>.</summary>
    public ReadOnlyMemory<byte> Plain(ReadOnlySpan<byte> type, string requestId)
    {
        Begin(type).WriteString("request_id"u8, requestId);
        return End();
    }

    /// <summary>Answers a ping, echoing its <c>id</c> and <c>timestamp</c>.</summary>
    public ReadOnlyMemory<byte> Pong(ReadOnlyMemory<byte> ping)
    {
        using var document = JsonDocument.Parse(ping);
        var json = Begin("pong"u8);
        foreach (var name in (ReadOnlySpan<string>)["id", "timestamp"])
        {
            if (document.RootElement.TryGetProperty(name, out var value) && IsShortScalar(value))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }

        return End();
    }

    public void Dispose()
    {
        _json.Dispose();
        _buffer.Dispose();
    }

    private static bool IsShortScalar(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.GetRawText().Length <= 128;
}
