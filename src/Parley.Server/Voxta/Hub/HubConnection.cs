using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Parley.Conversation;
using Parley.Realtime;
using Parley.Server.Security;
using Parley.Server.Traffic;
using Parley.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Hub;

/// <summary>
/// One hub connection: handshake, records in order, completions, pings, binary audio. Sending is safe from any thread; a client that
/// does not read is dropped.
/// </summary>
internal sealed partial class HubConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly WebSocket _socket;
    private readonly VoxtaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly WebSocketSender _sender;
    private readonly WebSocketMessageReader _reader;
    private readonly HubRecordBuffer _records;
    private readonly CancellationTokenSource _ending = new();
    private ITimer? _unanswered;
    private long _lastReceived;
    private bool _pings;
    private volatile bool _closing;
    private string _reason = "closed";

    public HubConnection(WebSocket socket, CallerIdentity caller, string? token, string? instance, OpenConnection traffic, VoxtaOptions options, TimeProvider time, ILogger log)
    {
        _socket = socket;
        _options = options;
        _time = time;
        _log = log;
        Traffic = traffic;
        Caller = caller;
        Token = token;
        Instance = instance;
        _records = new HubRecordBuffer(options.MaxMessageBytes);
        _reader = new WebSocketMessageReader(socket, options.MaxMessageBytes);
        _sender = new WebSocketSender(socket, new WebSocketSenderOptions
        {
            MergeMessages = true,
            MaxQueuedBytes = 512 * 1024,
            OnSlowConsumer = () => HubLog.SlowConsumer(log, Id),
            Tap = traffic.Show,
            TimeProvider = time,
        });
    }

    /// <summary>Unique id, for logs.</summary>
    public string Id => Traffic.Id;

    /// <summary>The connection as the server's lists show it.</summary>
    public OpenConnection Traffic { get; }

    /// <summary>Who connected.</summary>
    public CallerIdentity Caller { get; }

    /// <summary>The connection token it was opened with; null for none.</summary>
    public string? Token { get; }

    /// <summary>The client instance, by token or cookie; null for none.</summary>
    public string? Instance { get; }

    /// <summary>Cancelled when the connection is ending.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Serves the connection to its end. Does not throw.</summary>
    public async Task RunAsync(IHubApp app)
    {
        HubLog.Connected(_log, Id, Caller.KeyId);
        using var revoked = Caller.Revoked.UnsafeRegister(static state => ((HubConnection)state!).Drop("key revoked"), this);
        try
        {
            if (await ShakeHandsAsync())
            {
                _lastReceived = _time.GetTimestamp();
                await using var pings = _time.CreateTimer(static state => ((HubConnection)state!).Ping(), this, _options.PingInterval, _options.PingInterval);
                await ReadRecordsAsync(app);
            }
        }
        catch (HubProtocolException error)
        {
            HubLog.ProtocolError(_log, Id, error.Message);
            _reason = "protocol error";
            await CloseAsync(error.Message, allowReconnect: false, WebSocketCloseStatus.NormalClosure);
            await DiscardAsync();
        }
        catch (MessageTooLargeException)
        {
            _reason = "message too large";
            await CloseAsync("The message is too large.", allowReconnect: false, WebSocketCloseStatus.MessageTooBig);
            await DiscardAsync();
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or RealtimeException)
        {
            if (_closing)
            {
                // A handler was cancelled by the close under way.
                await DiscardAsync();
            }
            else
            {
                _reason = _reason == "closed" ? "connection lost" : _reason;
            }
        }
        finally
        {
            End();
            HubLog.Disconnected(_log, Id, _reason);
        }
    }

    /// <summary>Sends an event; waits while the bounded queue is full.</summary>
    /// <exception cref="RealtimeException">The connection has ended.</exception>
    public ValueTask SendAsync(ServerMessage message) => SendAsync(static (writer, output, m) => writer.WriteEvent(output, m), message);

    /// <summary>Sends an event if the connection still stands.</summary>
    public async ValueTask TrySendAsync(ServerMessage message)
    {
        try
        {
            await SendAsync(message);
        }
        catch (RealtimeException)
        {
            // The read loop ends by itself.
        }
    }

    public ValueTask SendErrorAsync(string message) => TrySendAsync(new ServerError { Message = message });

    public ValueTask SendCompletionAsync(byte[] invocationId, string? error) =>
        SendAsync(static (writer, output, state) => writer.WriteCompletion(output, state.invocationId, state.error), (invocationId, error));

    /// <summary>Sends raw PCM as one binary message; waits while the bounded queue is full.</summary>
    public ValueTask SendAudioAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken) =>
        _sender.SendAsync(pcm, WebSocketMessageType.Binary, cancellationToken);

    /// <summary>
    /// Ends the connection after what is queued: a close record, then the WebSocket's close. What the client still sends is not heard; one
    /// that does not answer the close is not waited for. Does not throw.
    /// </summary>
    public async Task CloseAsync(string? error, bool allowReconnect, WebSocketCloseStatus status)
    {
        _closing = true;
        try
        {
            await SendAsync(static (writer, output, state) => writer.WriteClose(output, state.error, state.allowReconnect), (error, allowReconnect)).AsTask().WaitAsync(CloseTimeout, _time);
        }
        catch (Exception e) when (e is RealtimeException or OperationCanceledException or TimeoutException)
        {
            // Too late for a goodbye.
        }

        End();
        if (await _sender.CloseAsync(status, null, CloseTimeout))
        {
            // The read loop ends with the client's answer.
            _unanswered = _time.CreateTimer(static state => ((WebSocket)state!).Abort(), _socket, CloseTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the connection without a goodbye.</summary>
    public void Drop(string reason)
    {
        _reason = reason;
        End();
        _socket.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        End();
        _unanswered?.Dispose();
        await _sender.DisposeAsync();
        _reader.Dispose();
        _records.Dispose();
        _ending.Dispose();
    }

    private ValueTask SendAsync<TState>(Action<HubRecordWriter, PooledBufferWriter, TState> write, TState state)
    {
        using var scratch = HubScratch.Take();
        write(scratch.Writer, scratch.Output, state);
        return _sender.TrySend(scratch.Output.WrittenSpan)
            ? default
            : _sender.SendAsync(scratch.Output.WrittenSpan.ToArray(), WebSocketMessageType.Text, _ending.Token);
    }

    private async Task ReadRecordsAsync(IHubApp app)
    {
        // What came in one message with the handshake.
        if (!await TakeAllAsync(app))
        {
            return;
        }

        while (true)
        {
            var reading = _reader.ReadAsync(CancellationToken.None);
            if (!reading.IsCompleted)
            {
                _sender.Flush();
            }

            var message = await reading;
            _lastReceived = _time.GetTimestamp();
            if (message.IsClose)
            {
                await _sender.CloseAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, CloseTimeout);
                return;
            }

            if (_closing)
            {
                continue;
            }

            if (message.Type == WebSocketMessageType.Binary)
            {
                Traffic.Show(TrafficDirection.Received, message.Type, message.Payload.Span);
                app.HandleAudio(message.Payload.Span);
                continue;
            }

            // What records that came together are answered with leaves together, when all of them are handled.
            _sender.Hold();
            _records.Append(message.Payload);
            if (!await TakeAllAsync(app))
            {
                return;
            }
        }
    }

    private async ValueTask<bool> TakeAllAsync(IHubApp app)
    {
        while (_records.TryRead(out var record))
        {
            if (!await TakeAsync(app, record))
            {
                return false;
            }
        }

        return true;
    }

    private ValueTask<bool> TakeAsync(IHubApp app, ReadOnlyMemory<byte> bytes)
    {
        Traffic.Show(TrafficDirection.Received, WebSocketMessageType.Text, bytes.Span);
        var record = HubRecord.Parse(bytes.Span);
        switch (record.Type)
        {
            case HubRecordType.Invocation:
                return InvokeAsync(app, record);
            case HubRecordType.StreamInvocation when !record.InvocationId.IsEmpty:
                return AnswerAsync(record.InvocationId.ToArray(), "Streams are not offered.");
            case HubRecordType.Ping:
                _pings = true;
                break;
            case HubRecordType.Close:
                return CloseByClientAsync();
            default:
                break;
        }

        return ValueTask.FromResult(true);
    }

    private ValueTask<bool> InvokeAsync(IHubApp app, HubRecord record)
    {
        var call = new HubCall(this, record.InvocationId.ToArray());
        if (!record.TargetIs("SendMessage"))
        {
            return CompleteAsync(call, $"Unknown method '{Shorten(record.Target)}'");
        }

        if (record.Argument.IsEmpty)
        {
            return CompleteAsync(call, "SendMessage takes one message");
        }

        try
        {
            if (!JsonText.IsReadable(record.Argument))
            {
                return CompleteAsync(call, "The message holds text that is not Unicode");
            }

            return VoxtaWire.ReadClient(record.Argument, out var type) is { } message
                ? HandleAsync(app, message, call)
                : CompleteAsync(call, type.Length == 0 ? "The message has no $type" : $"Unknown message type '{Shorten(type)}'");
        }
        catch (JsonException error)
        {
            return CompleteAsync(call, error.Path is { Length: > 0 } path ? $"The message's field {Shorten(path)} cannot be read" : "The message is not a JSON object");
        }
    }

    private async ValueTask<bool> HandleAsync(IHubApp app, ClientMessage message, HubCall call)
    {
        try
        {
            var handling = app.HandleAsync(message, call);
            if (!handling.IsCompleted)
            {
                _sender.Flush();
            }

            await handling;
            await call.CompleteAsync();
        }
        catch (HubException error)
        {
            if (error.AuthenticationRequired)
            {
                await SendAsync(new AuthenticationRequired());
            }

            await call.CompleteAsync(error.Message);
        }
        catch (Exception error) when (error is not (OperationCanceledException or RealtimeException or WebSocketException))
        {
            HubLog.MessageFailed(_log, error, Id, message.GetType().Name);
            await call.CompleteAsync("The server failed to handle the message");
        }

        return true;
    }

    private async ValueTask<bool> AnswerAsync(byte[] invocationId, string error)
    {
        await SendCompletionAsync(invocationId, error);
        return true;
    }

    private static async ValueTask<bool> CompleteAsync(HubCall call, string error)
    {
        await call.CompleteAsync(error);
        return true;
    }

    private async ValueTask<bool> CloseByClientAsync()
    {
        await _sender.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CloseTimeout);
        return false;
    }

    private void Ping()
    {
        if (_pings && _time.GetElapsedTime(Volatile.Read(ref _lastReceived)) > _options.ClientTimeout)
        {
            Drop("client silent");
            return;
        }

        // A full queue shows that the client is behind, not that the server is gone.
        using var scratch = HubScratch.Take();
        HubRecordWriter.WritePing(scratch.Output);
        _sender.TrySend(scratch.Output.WrittenSpan);
    }

    private void End()
    {
        if (!_ending.IsCancellationRequested)
        {
            _ending.Cancel();
        }
    }

    /// <summary>
    /// Reads and drops until the client's answer to the close, or the end of the wait for it: a connection shut with bytes unread is reset,
    /// and the reset overtakes the goodbye.
    /// </summary>
    private async Task DiscardAsync()
    {
        var rest = new byte[4 * 1024];
        try
        {
            while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent
                && (await _socket.ReceiveAsync(rest.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // It went first.
        }
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64];
}
