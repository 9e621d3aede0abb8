using System.Net.WebSockets;
using System.Text;
using Parley.Realtime;

namespace Parley.Testing;

/// <summary>The server's end of an in-memory connection, for a test to speak.</summary>
public sealed class InMemoryPeer
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly DuplexStream _stream;
    private readonly WebSocketMessageReader _reader;

    internal InMemoryPeer(WebSocketRequest request, DuplexStream stream)
    {
        Request = request;
        _stream = stream;
        Socket = InMemoryWebSockets.Open(stream, isServer: true);
        _reader = new WebSocketMessageReader(Socket);
    }

    /// <summary>What the client asked for.</summary>
    public WebSocketRequest Request { get; }

    /// <summary>The socket itself.</summary>
    public WebSocket Socket { get; }

    /// <summary>The next message; null for a close.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Payload)?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = await _reader.ReadAsync(cancellationToken);
        HangUpIfClosed();
        return message.IsClose ? null : (message.Type, message.Payload.ToArray());
    }

    /// <summary>The next text message; null for a close.</summary>
    public async Task<string?> ReceiveTextAsync(CancellationToken cancellationToken) =>
        await ReceiveAsync(cancellationToken).WaitAsync(Deadline, cancellationToken) is { } message ? Encoding.UTF8.GetString(message.Payload) : null;

    /// <summary>Sends a text message whole.</summary>
    public Task SendTextAsync(string text, CancellationToken cancellationToken) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Sends a binary message whole.</summary>
    public Task SendBinaryAsync(byte[] bytes, CancellationToken cancellationToken) =>
        Socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>Sends one message in fragments, and its bytes in pieces of their own.</summary>
    public async Task SendFragmentsAsync(byte[] message, int fragment, CancellationToken cancellationToken)
    {
        for (var at = 0; at < message.Length; at += fragment)
        {
            var part = message.AsMemory(at, Math.Min(fragment, message.Length - at));
            await Socket.SendAsync(part, WebSocketMessageType.Text, at + part.Length == message.Length, cancellationToken);
        }
    }

    /// <summary>Begins the close handshake.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string? reason, CancellationToken cancellationToken)
    {
        await Socket.CloseOutputAsync(status, reason, cancellationToken);
        HangUpIfClosed();
    }

    /// <summary>Breaks the connection without a goodbye.</summary>
    public void Cut() => _stream.Cut();

    // RFC 6455 §7.1.1: the server closes the connection first; the BCL's client waits a second for it.
    private void HangUpIfClosed()
    {
        if (Socket.State == WebSocketState.Closed)
        {
            _stream.Dispose();
        }
    }
}
