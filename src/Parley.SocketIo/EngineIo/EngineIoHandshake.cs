using System.Buffers;
using System.Text.Json;

namespace Parley.SocketIo.EngineIo;

/// <summary>The content of the <c>open</c> packet, in Engine.IO protocol 4.</summary>
/// <param name="SessionId">The session: <c>sid</c> of later requests.</param>
/// <param name="Upgrades">Transports the client may upgrade to; empty on WebSocket.</param>
/// <param name="PingInterval">Time between the server's pings.</param>
/// <param name="PingTimeout">Time that a pong may take.</param>
/// <param name="MaxPayload">Most bytes the server takes in one message or polling body.</param>
public sealed record EngineIoHandshake(string SessionId, IReadOnlyList<string> Upgrades, TimeSpan PingInterval, TimeSpan PingTimeout, long MaxPayload)
{
    /// <summary>Writes the JSON object (without the packet's digit).</summary>
    /// <param name="output">Receives UTF-8.</param>
    public void Write(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("sid"u8, SessionId);
        writer.WriteStartArray("upgrades"u8);
        foreach (var upgrade in Upgrades)
        {
            writer.WriteStringValue(upgrade);
        }

        writer.WriteEndArray();
        writer.WriteNumber("pingInterval"u8, (long)PingInterval.TotalMilliseconds);
        writer.WriteNumber("pingTimeout"u8, (long)PingTimeout.TotalMilliseconds);
        writer.WriteNumber("maxPayload"u8, MaxPayload);
        writer.WriteEndObject();
    }

    /// <summary>Reads the JSON object; unknown properties are ignored, any order is accepted.</summary>
    /// <param name="json">The packet's data, UTF-8.</param>
    /// <param name="handshake">The handshake read.</param>
    /// <returns>False when it is not an object with a <c>sid</c> and positive times.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> json, out EngineIoHandshake? handshake)
    {
        handshake = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("sid"u8, out var sid) || sid.ValueKind != JsonValueKind.String
                || !TryMilliseconds(root, "pingInterval"u8, out var interval)
                || !TryMilliseconds(root, "pingTimeout"u8, out var timeout))
            {
                return false;
            }

            var upgrades = new List<string>();
            if (root.TryGetProperty("upgrades"u8, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var upgrade in list.EnumerateArray())
                {
                    if (upgrade.ValueKind == JsonValueKind.String)
                    {
                        upgrades.Add(upgrade.GetString()!);
                    }
                }
            }

            // Servers older than 4.1 name no limit: then the client need not cut its payloads.
            var limit = root.TryGetProperty("maxPayload"u8, out var max) && max.ValueKind == JsonValueKind.Number && max.TryGetInt64(out var bytes) && bytes > 0
                ? bytes
                : long.MaxValue;
            handshake = new EngineIoHandshake(sid.GetString()!, upgrades, interval, timeout, limit);
            return handshake.SessionId.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryMilliseconds(JsonElement root, ReadOnlySpan<byte> name, out TimeSpan value)
    {
        value = default;
        if (!root.TryGetProperty(name, out var number) || number.ValueKind != JsonValueKind.Number
            || !number.TryGetDouble(out var milliseconds) || !(milliseconds > 0 && milliseconds < int.MaxValue))
        {
            return false;
        }

        value = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }
}
