using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>One JSON writer a thread, lent for the length of one message: writing costs no allocation.</summary>
internal static class WireJson
{
    // Text goes out as itself; only what JSON demands is escaped. It is never put into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Write<T>(IBufferWriter<byte> output, T message, Action<Utf8JsonWriter, T> write)
    {
        // Taken while in use, so that a nested write gets its own.
        var writer = _writer ?? new Utf8JsonWriter(output, Options);
        _writer = null;
        writer.Reset(output);
        writer.WriteStartObject();
        write(writer, message);
        writer.WriteEndObject();
        writer.Flush();
        _writer = writer;
    }

    public static void Optional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
        {
            writer.WriteBoolean(name, known);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }
}
