using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.SocketIo;

/// <summary>
/// The arguments of an event or acknowledgement, ready for the wire: JSON values and the binary attachments they refer to.
/// Made by <see cref="SocketIoArgumentsBuilder"/> or by the factories here, or taken from a received event, in which case it
/// lives no longer than that event. The default value is "no arguments".
/// </summary>
public readonly struct SocketIoArguments
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>>? _attachments;

    internal SocketIoArguments(ReadOnlyMemory<byte> json, int count, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        Json = json;
        Count = count;
        _attachments = attachments;
    }

    /// <summary>No arguments.</summary>
    public static SocketIoArguments None => default;

    /// <summary>How many arguments there are.</summary>
    public int Count { get; }

    /// <summary>
    /// The arguments as UTF-8 JSON, separated by commas, without brackets; empty when there are none. With one argument this is
    /// exactly that value. Binary stands as <c>{"_placeholder":true,"num":n}</c>.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The binary attachments, in the order of their numbers; empty when there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Attachments => _attachments ?? [];

    /// <summary>One string.</summary>
    /// <param name="value">The string; null becomes JSON <c>null</c>.</param>
    /// <returns>The arguments.</returns>
    public static SocketIoArguments Of(string? value) => new SocketIoArgumentsBuilder().Add(value).Build();

    /// <summary>One binary argument.</summary>
    /// <param name="value">The bytes; not copied, so leave them alone until the packet is sent.</param>
    /// <returns>The arguments.</returns>
    public static SocketIoArguments Of(ReadOnlyMemory<byte> value) => new SocketIoArgumentsBuilder().AddBinary(value).Build();

    /// <summary>One JSON value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The arguments.</returns>
    public static SocketIoArguments Of(JsonElement value) => new SocketIoArgumentsBuilder().Add(value).Build();

    /// <summary>One object, serialised by generated code.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <returns>The arguments.</returns>
    public static SocketIoArguments Of<T>(T value, JsonTypeInfo<T> typeInfo) => new SocketIoArgumentsBuilder().Add(value, typeInfo).Build();
}
