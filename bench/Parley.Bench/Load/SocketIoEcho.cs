using System.Text;

namespace Parley.Bench.Load;

/// <summary>Socket.IO's event <c>message</c> with a 640-byte audio frame (20 ms at 16 kHz), which comes back as <c>message-back</c>.</summary>
internal sealed class SocketIoEcho : EchoProtocol
{
    private readonly bool _binary;
    private readonly byte[] _audio = new byte[640];

    public SocketIoEcho(bool binary)
    {
        _binary = binary;
        new Random(1).NextBytes(_audio);
        Request = binary
            ? [.. LightWebSocket.Frame("""451-["message",{"_placeholder":true,"num":0}]"""u8, text: true), .. LightWebSocket.Frame(_audio, text: false)]
            : LightWebSocket.Frame(Text("message"), text: true);
    }

    public override byte[] Request { get; }

    public override byte[] Pong { get; } = LightWebSocket.Frame("3"u8, text: true);

    public override async Task<LightWebSocket> OpenAsync(Uri server, int buffer, CancellationToken cancellationToken)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/socket.io/?EIO=4&transport=websocket"), cancellationToken, buffer);
        await socket.ReceiveAsync(cancellationToken);
        await socket.SendAsync(LightWebSocket.Frame("40"u8, text: true), cancellationToken);
        var joined = await socket.ReceiveAsync(cancellationToken);
        return joined.Span.StartsWith("40{"u8) ? socket : throw new InvalidOperationException("Not joined: " + Encoding.UTF8.GetString(joined.Span));
    }

    public override int Count(bool isText, ReadOnlySpan<byte> payload) =>
        isText && payload.Length == 1 && payload[0] == '2' ? -1 : isText == _binary ? 0 : 1;

    public override void Check(IReadOnlyList<byte[]> answer)
    {
        if (_binary)
        {
            CheckEqual("""451-["message-back",{"_placeholder":true,"num":0}]"""u8, answer[0]);
            CheckEqual(_audio, answer[1]);
        }
        else
        {
            CheckEqual(Text("message-back"), answer[0]);
        }
    }

    private byte[] Text(string name) => Encoding.ASCII.GetBytes($$"""42["{{name}}",{"audio":"{{Convert.ToBase64String(_audio)}}"}]""");
}
