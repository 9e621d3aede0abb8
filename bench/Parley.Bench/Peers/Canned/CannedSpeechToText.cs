using System.Globalization;
using System.Text.Json;

namespace Parley.Bench.Peers.Canned;

/// <summary>VoxNexus speech to text that counts the audio.</summary>
internal sealed class CannedSpeechToText : CannedProtocol
{
    private const int BytesPerMillisecond = 32;

    private static long _heard;

    private long _bytes;
    private int _flushes;

    /// <summary>Bytes of audio of all connections, up to their last flush.</summary>
    public static long Heard => Interlocked.Read(ref _heard);

    public override byte[] Answer(bool isText, ReadOnlyMemory<byte> payload)
    {
        var message = payload.Span;
        if (isText && message.IndexOf("\"data\":\""u8) is var at and >= 0)
        {
            var data = message[(at + 8)..];
            data = data[..data.IndexOf((byte)'"')];
            _bytes += (data.Length / 4 * 3) - (data.EndsWith("=="u8) ? 2 : data.EndsWith("="u8) ? 1 : 0);
            return [];
        }

        using var json = JsonDocument.Parse(payload);
        switch (json.RootElement.GetProperty("type").GetString())
        {
            case "init":
                return Frame("""{"type":"ready","request_id":"req_b81Xc0Pq9z","language":"en-US","format":"pcm","sample_rate":16000}""");
            case "command":
                var milliseconds = _bytes / BytesPerMillisecond;
                Interlocked.Add(ref _heard, _bytes);
                _bytes = 0;
                return Frame(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"type\":\"flush_done\",\"request_id\":\"req_b81Xc0Pq9z\",\"session_index\":{_flushes++},\"audio_duration\":{milliseconds}}}"));
            case "ping":
                return Frame("""{"type":"pong"}""");
            default:
                return [];
        }
    }
}
