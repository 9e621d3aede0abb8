using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.SocketIo;

/// <summary>Makes values for <see cref="SocketIoClientOptions.Auth"/>.</summary>
public static class SocketIoAuth
{
    /// <summary>The same object for every connect.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="value">The object; must be written as a JSON object.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <returns>A provider of that object.</returns>
    public static Func<CancellationToken, ValueTask<JsonElement>> Of<T>(T value, JsonTypeInfo<T> typeInfo) =>
        Of(JsonSerializer.SerializeToElement(value, typeInfo));

    /// <summary>The same object for every connect.</summary>
    /// <param name="value">A JSON object.</param>
    /// <returns>A provider of that object.</returns>
    public static Func<CancellationToken, ValueTask<JsonElement>> Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("The auth payload must be a JSON object.", nameof(value));
        }

        var kept = value.Clone();
        return _ => new ValueTask<JsonElement>(kept);
    }
}
