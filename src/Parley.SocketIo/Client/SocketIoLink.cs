using System.Net.WebSockets;
using System.Text.Json;
using Parley.Realtime;
using Parley.SocketIo.EngineIo.Client;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo;

/// <summary>One connection of a client, joined to its namespace, with everything that dies with it.</summary>
internal sealed class SocketIoLink : ILink, IEngineIoClientReceiver, IAckSender
{
    private readonly SocketIoClientOptions _options;
    private readonly Func<object, ValueTask> _post;
    private readonly Action _enterLoop;
    private readonly EngineIoClient _engine;
    private readonly RedactingTap? _tap;
    private readonly SocketIoDecoder _decoder;
    private readonly PendingAcks _acks = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly TaskCompletionSource<bool> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isJoined;

    public SocketIoLink(SocketIoClientOptions options, HttpClient http, Func<object, ValueTask> post, Action enterLoop)
    {
        _options = options;
        _post = post;
        _enterLoop = enterLoop;
        _engine = new EngineIoClient(options, http, this);
        _tap = options.Tap is { } tap ? new RedactingTap(tap, options.Secrets) : null;
        _decoder = new SocketIoDecoder(options.MaxAttachments);
    }

    public Task<ConnectionEnd> Completion => _ended.Task;

    public string Id { get; private set; } = "";

    public SocketIoDisconnectReason Reason { get; private set; }

    public bool IsWebSocket => _engine.IsWebSocket;

    public CancellationToken Gone => _gone.Token;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var auth = _options.Auth is { } provider ? await provider(cancellationToken).ConfigureAwait(false) : default;
        SendConnect(auth);
        await _joined.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask SendAsync(PooledBuffer packet, in SocketIoArguments arguments, CancellationToken cancellationToken)
    {
        if (!_isJoined || !Send(packet.WrittenSpan, arguments.Attachments))
        {
            throw new SocketIoDisconnectedException(Reason);
        }

        return _engine.WaitForRoomAsync(cancellationToken);
    }

    public async Task<SocketIoAckResponse> SendWithAckAsync(string eventName, SocketIoArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (id, answer) = _acks.Add();
        try
        {
            await EncodeAndSendAsync(id, eventName, arguments, cancellationToken).ConfigureAwait(false);
            return await answer.WaitAsync(timeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _acks.Remove(id);
        }
    }

    public async Task LeaveAsync()
    {
        if (_isJoined)
        {
            _isJoined = false;
            SendControl(SocketIoPacketType.Disconnect, default);
        }

        await _engine.CloseAsync(SocketIoDisconnectReason.ClientDisconnect).ConfigureAwait(false);
    }

    public ValueTask SendAckAsync(ulong id, SocketIoArguments arguments, CancellationToken cancellationToken)
    {
        if (!_isJoined)
        {
            return default;
        }

        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Ack(scratch, _options.Namespace, id, arguments, _options.EscapeNonAscii);
        return Send(packet.WrittenSpan, arguments.Attachments) ? _engine.WaitForRoomAsync(cancellationToken) : default;
    }

    public static void Recycle(ReceivedPacket packet) => SocketIoDecoder.Recycle(packet);

    void IEngineIoClientReceiver.EnterLoop() => _enterLoop();

    ValueTask IEngineIoClientReceiver.ReceiveAsync(PooledBuffer message, int offset, bool isBinary)
    {
        _tap?.Show(TrafficDirection.Received, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, message.WrittenSpan[offset..]);
        var result = isBinary
            ? _decoder.AddBinary(message, offset, out var packet, out var error)
            : _decoder.AddText(message, offset, out packet, out error);
        switch (result)
        {
            case DecodeResult.Packet:
                return HandleAsync(packet!);
            case DecodeResult.Failed:
                _engine.Close(SocketIoDisconnectReason.ParseError, new ProtocolViolationException($"The server sent something that is not a packet: {error}."));
                return default;
            default:
                return default;
        }
    }

    void IEngineIoClientReceiver.Closed(SocketIoDisconnectReason reason, Exception? error)
    {
        var wasJoined = _joined.Task.Status == TaskStatus.RanToCompletion;
        _isJoined = false;
        Reason = reason;
        var lost = error ?? new ConnectionException(RealtimeErrorCodes.ConnectionLost, $"The connection ended: {reason}.", isTransient: true);
        _joined.TrySetException(lost);
        _acks.Fail(reason);
        _gone.Cancel();
        var wanted = reason == SocketIoDisconnectReason.ServerDisconnect || reason == SocketIoDisconnectReason.ClientDisconnect;
        if (wasJoined)
        {
            _ = _post(new Disconnected(this, reason));
        }

        _ended.TrySetResult(new ConnectionEnd(null, reason.Value, wanted ? null : AsTransient(lost), reason == SocketIoDisconnectReason.ClientDisconnect));
    }

    public ValueTask DisposeAsync()
    {
        // An attempt that failed may never have been joined: nobody else observes its failure.
        _ = _joined.Task.Exception;
        return _engine.DisposeAsync();
    }

    // Whatever ended a connection that had been joined, connecting again is worth an attempt.
    private static Exception AsTransient(Exception error) => error is RealtimeException { IsTransient: true }
        ? error
        : new ConnectionException(RealtimeErrorCodes.ConnectionLost, error.Message, isTransient: true, error);

    private ValueTask HandleAsync(ReceivedPacket received)
    {
        var packet = received.Packet;
        if (!IsOurs(packet))
        {
            Recycle(received);
            return default;
        }

        switch (packet.Type)
        {
            case SocketIoPacketType.Event or SocketIoPacketType.BinaryEvent:
                return _post(new Received(this, received));
            case SocketIoPacketType.Ack or SocketIoPacketType.BinaryAck:
                _acks.Complete(received);
                break;
            case SocketIoPacketType.Connect:
                Join(packet);
                break;
            case SocketIoPacketType.ConnectError:
                Refuse(packet);
                break;
            case SocketIoPacketType.Disconnect:
                Recycle(received);
                _engine.Close(SocketIoDisconnectReason.ServerDisconnect, null);
                return default;
        }

        Recycle(received);
        return default;
    }

    private bool IsOurs(in SocketIoPacket packet)
    {
        var name = packet.NamespaceUtf8.Span;
        return name.IsEmpty ? _options.Namespace.Length == 1 : packet.Namespace == _options.Namespace;
    }

    private void Join(in SocketIoPacket packet)
    {
        if (!packet.Json.IsEmpty)
        {
            using var document = JsonDocument.Parse(packet.Json);
            if (document.RootElement.TryGetProperty("sid"u8, out var sid) && sid.ValueKind == JsonValueKind.String)
            {
                Id = sid.GetString()!;
                _isJoined = true;
                _ = _post(new Joined(this));
                _joined.TrySetResult(true);
                return;
            }
        }

        _joined.TrySetException(new ProtocolViolationException("The server's connect packet names no socket id; it speaks an older protocol."));
    }

    private void Refuse(in SocketIoPacket packet)
    {
        using var document = JsonDocument.Parse(packet.Json.IsEmpty ? "{}"u8.ToArray() : packet.Json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            _joined.TrySetException(new SocketIoRefusedException(root.ToString()));
            return;
        }

        var message = root.TryGetProperty("message"u8, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "The server refused the namespace.";
        _joined.TrySetException(new SocketIoRefusedException(message, root.TryGetProperty("data"u8, out var data) ? data.Clone() : null));
    }

    private ValueTask EncodeAndSendAsync(ulong id, string eventName, SocketIoArguments arguments, CancellationToken cancellationToken)
    {
        using var scratch = PacketScratch.Take();
        return SendAsync(PacketEncoder.Event(scratch, _options.Namespace, eventName, id, arguments, _options.EscapeNonAscii), arguments, cancellationToken);
    }

    private void SendConnect(JsonElement auth)
    {
        if (auth.ValueKind != JsonValueKind.Object)
        {
            SendControl(SocketIoPacketType.Connect, default);
            return;
        }

        SendControl(SocketIoPacketType.Connect, SocketIoArguments.Of(auth).Json.Span);
    }

    private void SendControl(SocketIoPacketType type, ReadOnlySpan<byte> json)
    {
        using var scratch = PacketScratch.Take();
        Send(PacketEncoder.Control(scratch, type, _options.Namespace, json, _options.EscapeNonAscii).WrittenSpan, []);
    }

    private bool Send(ReadOnlySpan<byte> packet, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        if (_tap is { } tap)
        {
            // Without Engine.IO's digit, as what arrives is shown.
            tap.Show(TrafficDirection.Sent, WebSocketMessageType.Text, packet[1..]);
            for (var i = 0; i < attachments.Count; i++)
            {
                tap.Show(TrafficDirection.Sent, WebSocketMessageType.Binary, attachments[i].Span);
            }
        }

        return _engine.Send(packet, attachments);
    }

    internal sealed record Received(SocketIoLink Link, ReceivedPacket Packet);

    internal sealed record Joined(SocketIoLink Link);

    internal sealed record Disconnected(SocketIoLink Link, SocketIoDisconnectReason Reason);
}
