using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.SocketIo;

/// <summary>Puts several arguments together. Not thread-safe; build once.</summary>
public sealed class SocketIoArgumentsBuilder
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly MemoryStream _json = new();
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private int _count;

    /// <summary>Adds a string.</summary>
    /// <param name="value">The string; null becomes JSON <c>null</c>.</param>
    /// <returns>This builder.</returns>
    public SocketIoArgumentsBuilder Add(string? value) => Write(writer => writer.WriteStringValue(value));

    /// <summary>Adds a whole number.</summary>
    /// <param name="value">The number; JavaScript peers keep 53 bits of it.</param>
    /// <returns>This builder.</returns>
    public SocketIoArgumentsBuilder Add(long value) => Write(writer => writer.WriteNumberValue(value));

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number; finite.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">NaN or infinite.</exception>
    public SocketIoArgumentsBuilder Add(double value) => Write(writer => writer.WriteNumberValue(value));

    /// <summary>Adds a truth value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public SocketIoArgumentsBuilder Add(bool value) => Write(writer => writer.WriteBooleanValue(value));

    /// <summary>Adds a JSON value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public SocketIoArgumentsBuilder Add(JsonElement value) => Write(value.WriteTo);

    /// <summary>Adds an object, serialised by generated code.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <returns>This builder.</returns>
    public SocketIoArgumentsBuilder Add<T>(T value, JsonTypeInfo<T> typeInfo) => Write(writer => JsonSerializer.Serialize(writer, value, typeInfo));

    /// <summary>Adds bytes, which travel as an attachment.</summary>
    /// <param name="value">The bytes; not copied, so leave them alone until the packet is sent.</param>
    /// <returns>This builder.</returns>
    public SocketIoArgumentsBuilder AddBinary(ReadOnlyMemory<byte> value)
    {
        var number = Attach(value);
        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("_placeholder"u8, true);
            writer.WriteNumber("num"u8, number);
            writer.WriteEndObject();
        });
    }

    /// <summary>
    /// Adds an attachment without an argument, for a placeholder <c>{"_placeholder":true,"num":n}</c> that you write inside a
    /// value of your own.
    /// </summary>
    /// <param name="value">The bytes; not copied.</param>
    /// <returns>The attachment's number.</returns>
    public int Attach(ReadOnlyMemory<byte> value)
    {
        _attachments.Add(value);
        return _attachments.Count - 1;
    }

    /// <summary>The arguments so far.</summary>
    /// <returns>A copy that later additions do not change.</returns>
    public SocketIoArguments Build() => new(_json.ToArray(), _count, _attachments.ToArray());

    private SocketIoArgumentsBuilder Write(Action<Utf8JsonWriter> write)
    {
        if (_count > 0)
        {
            _json.WriteByte((byte)',');
        }

        using (var writer = new Utf8JsonWriter(_json, WriterOptions))
        {
            write(writer);
        }

        _count++;
        return this;
    }
}
