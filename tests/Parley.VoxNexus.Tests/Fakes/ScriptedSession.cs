using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Parley.Testing;

namespace Parley.VoxNexus.Tests.Fakes;

/// <summary>One connection of a <see cref="ScriptedService"/>. A close of the client is answered by itself.</summary>
internal sealed class ScriptedSession
{
    private readonly Channel<(WebSocketMessageType Type, byte[] Payload)> _received = Channel.CreateUnbounded<(WebSocketMessageType, byte[])>();

    public ScriptedSession(InMemoryPeer peer, CancellationToken cancellationToken)
    {
        Peer = peer;
        Closed = Task.Run(() => ReadAsync(cancellationToken), cancellationToken);
    }

    public InMemoryPeer Peer { get; }

    public JsonElement Init { get; set; }

    /// <summary>Completes when the client has closed, or the connection broke.</summary>
    public Task Closed { get; }

    public Task SendAsync(string json, CancellationToken cancellationToken) => Peer.SendTextAsync(json, cancellationToken);

    public Task SendAudioAsync(short[] samples, bool isFinal, CancellationToken cancellationToken) =>
        SendAsync($$"""{"type":"audio","data":"{{Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(samples))}}","is_final":{{(isFinal ? "true" : "false")}}}""", cancellationToken);

    /// <summary>The next message.</summary>
    public async Task<JsonElement> NextAsync(CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await NextTextAsync(cancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>The next message, as the text that came.</summary>
    public async Task<string> NextTextAsync(CancellationToken cancellationToken)
    {
        var (type, payload) = await ReceiveAsync(cancellationToken);
        type.ShouldBe(WebSocketMessageType.Text);
        return Encoding.UTF8.GetString(payload);
    }

    /// <summary>The next message, which must be binary.</summary>
    public async Task<byte[]> NextBinaryAsync(CancellationToken cancellationToken)
    {
        var (type, payload) = await ReceiveAsync(cancellationToken);
        type.ShouldBe(WebSocketMessageType.Binary);
        return payload;
    }

    /// <summary>The next message's samples; it must be audio.</summary>
    public async Task<short[]> NextAudioAsync(CancellationToken cancellationToken)
    {
        var message = await NextAsync(cancellationToken);
        message.GetProperty("type").GetString().ShouldBe("audio");
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(message.GetProperty("data").GetBytesFromBase64()).ToArray();
    }

    private async Task<(WebSocketMessageType Type, byte[] Payload)> ReceiveAsync(CancellationToken cancellationToken) =>
        await _received.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await Peer.ReceiveAsync(cancellationToken) is { } message)
            {
                _received.Writer.TryWrite(message);
            }

            await Peer.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test cut the line, or the client did.
        }

        _received.Writer.TryComplete();
    }
}
