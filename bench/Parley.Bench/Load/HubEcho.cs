using System.Text;

namespace Parley.Bench.Load;

/// <summary>
/// An invocation of a SignalR JSON hub and its completion, at a Parley hub and at a stock one alike: <c>unsubscribeFromChat</c>, for which
/// either looks up a session that is not there.
/// </summary>
internal sealed class HubEcho : EchoProtocol
{
    public const byte Separator = 0x1E;

    private static readonly byte[] Completion = Encoding.UTF8.GetBytes("""{"type":3,"invocationId":"7","result":null}""" + (char)Separator);
    public static readonly byte[] Handshake = Record("""{"protocol":"json","version":1}""");
    private static readonly byte[] Authenticate = Record("""{"type":1,"invocationId":"1","target":"SendMessage","arguments":[{"$type":"authenticate","client":"bench","clientVersion":"1.0","scope":["role:app"],"capabilities":{"audioInput":"None","audioOutput":"None","features":["no-auto-session"]}}]}""");

    /// <summary>The record that is answered.</summary>
    public const string Message = """{"type":1,"invocationId":"7","target":"SendMessage","arguments":[{"$type":"unsubscribeFromChat","sessionId":"5c3f9a52-7b1e-4c58-9d0a-2f6e8b417c90","chatId":null}]}""";

    public override byte[] Request { get; } = Record(Message);

    public static byte[] Record(string json) => LightWebSocket.Frame(Encoding.UTF8.GetBytes(json + (char)Separator), text: true);

    /// <summary>Shakes hands and authenticates; what follows the welcome is read before it returns.</summary>
    public override async Task<LightWebSocket> OpenAsync(Uri server, int buffer, CancellationToken cancellationToken)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/hub"), cancellationToken, buffer);
        await socket.SendAsync(Handshake, cancellationToken);
        var reply = await socket.ReceiveAsync(cancellationToken);
        CheckEqual([(byte)'{', (byte)'}', Separator], reply.Span);
        await socket.SendAsync(Authenticate, cancellationToken);
        while ((await socket.ReceiveAsync(cancellationToken)).Span.IndexOf("\"configuration\""u8) < 0)
        {
        }

        return socket;
    }

    public override int Count(bool isText, ReadOnlySpan<byte> payload)
    {
        var answers = 0;
        while (!payload.IsEmpty)
        {
            answers += payload.StartsWith("""{"type":3,"""u8) ? 1 : 0;
            payload = payload[(payload.IndexOf(Separator) + 1)..];
        }

        return answers;
    }

    public override void Check(IReadOnlyList<byte[]> answer) => CheckEqual(Completion, answer[^1]);
}
