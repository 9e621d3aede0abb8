namespace Parley.Bench.Load;

/// <summary>The frames of another protocol's request at a server that sends every frame back.</summary>
/// <param name="frames">Payloads of one request and whether each is text.</param>
internal sealed class RawEcho(params (byte[] Payload, bool IsText)[] frames) : EchoProtocol
{
    public override byte[] Request { get; } = [.. frames.SelectMany(f => LightWebSocket.Frame(f.Payload, f.IsText))];

    public override Task<LightWebSocket> OpenAsync(Uri server, int buffer, CancellationToken cancellationToken) =>
        LightWebSocket.ConnectAsync(server, cancellationToken, buffer);

    public override int Count(bool isText, ReadOnlySpan<byte> payload) => isText == frames[^1].IsText ? 1 : 0;

    public override void Check(IReadOnlyList<byte[]> answer)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            CheckEqual(frames[i].Payload, answer[i]);
        }
    }
}
