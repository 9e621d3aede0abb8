using System.Text;

namespace Parley.Bench.Peers.Canned;

/// <summary>What one kind of client is told. One object for each connection.</summary>
internal abstract class CannedProtocol
{
    /// <summary>Messages that answer one trigger.</summary>
    public const int Batch = 256;

    /// <summary>Body of the answer to a request that is no WebSocket's.</summary>
    public virtual string Negotiation => "{}";

    /// <summary>Sent when the WebSocket is open.</summary>
    public virtual byte[] Opening => [];

    public static CannedProtocol Of(string name) => name switch
    {
        "voxta" => new CannedHub(),
        "estuary" => new CannedEstuary("stt_response", """{"text":"tell me about the park","is_final":false,"confidence":0.9}"""),
        "estuary-audio" => new CannedEstuary(
            "bot_voice",
            $$"""{"audio":"{{Convert.ToBase64String(new byte[640])}}","message_id":"msg_1","chunk_index":0,"is_final":false,"sample_rate":16000,"is_interjection":false}"""),
        "voxnexus" => new CannedSpeechToText(),
        _ => throw new ArgumentException($"There is no canned protocol '{name}'."),
    };

    /// <summary>What a message is answered with; may be empty.</summary>
    public abstract byte[] Answer(bool isText, ReadOnlyMemory<byte> payload);

    protected static byte[] Frame(string text) => Frame(Encoding.UTF8.GetBytes(text), isText: true);

    /// <summary>A server's frame: without a mask.</summary>
    protected static byte[] Frame(ReadOnlySpan<byte> payload, bool isText)
    {
        byte first = isText ? (byte)0x81 : (byte)0x82;
        return payload.Length < 126
            ? [first, (byte)payload.Length, .. payload]
            : payload.Length <= ushort.MaxValue
                ? [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload]
                : throw new ArgumentException("No canned message is so long.", nameof(payload));
    }

    protected static byte[] Repeat(byte[] frame) => [.. Enumerable.Repeat(frame, Batch).SelectMany(f => f)];
}
