using System.Text;
using System.Text.Json;

namespace Parley.Bench.Peers.Canned;

/// <summary>A Voxta hub: <c>typingStart</c> is answered with a batch of reply chunks, binary audio with a batch of binary audio.</summary>
internal sealed class CannedHub : CannedProtocol
{
    public const string Text = "The park lies by the old river. ";

    private const char End = '\u001e';

    private static readonly byte[] Chunks = Repeat(Event(
        $$"""{"$type":"replyChunk","sessionId":"6d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01","messageId":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01","senderId":"8d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01","startIndex":0,"endIndex":{{Text.Length}},"text":"{{Text}}","audioUrl":"","isNarration":false}"""));

    private static readonly byte[] Audio = Repeat(Frame(new byte[640], isText: false));

    private static readonly byte[] Welcome = Event(
        """{"$type":"welcome","user":{"id":"1d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01","name":"User"},"assistant":{"id":"2d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01","name":"Assistant"},"apiVersion":"2025-11","voxtaServerVersion":"1.2.1"}""");

    public override string Negotiation =>
        """{"negotiateVersion":1,"connectionId":"a","connectionToken":"b","availableTransports":[{"transport":"WebSockets","transferFormats":["Text","Binary"]}]}""";

    public override byte[] Answer(bool isText, ReadOnlyMemory<byte> payload)
    {
        if (!isText)
        {
            return Audio;
        }

        var answer = Array.Empty<byte>();
        foreach (var record in Encoding.UTF8.GetString(payload.Span).Split(End, StringSplitOptions.RemoveEmptyEntries))
        {
            answer = [.. answer, .. Answer(JsonDocument.Parse(record).RootElement)];
        }

        return answer;
    }

    private static byte[] Answer(JsonElement record)
    {
        if (!record.TryGetProperty("type", out var type))
        {
            return Frame("{}" + End);
        }

        if (type.GetInt32() != 1)
        {
            return [];
        }

        var completion = record.TryGetProperty("invocationId", out var id) ? Frame($$"""{"type":3,"invocationId":"{{id.GetString()}}","result":null}""" + End) : [];
        return record.GetProperty("arguments")[0].GetProperty("$type").GetString() switch
        {
            "authenticate" => [.. completion, .. Welcome],
            "typingStart" => [.. completion, .. Chunks],
            _ => completion,
        };
    }

    private static byte[] Event(string message) => Frame($$"""{"type":1,"target":"ReceiveMessage","arguments":[{{message}}]}""" + End);
}
