using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Parley.Realtime;
using Parley.Testing;
using Parley.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

/// <summary>A hub the test plays by hand, over real WebSocket framing in memory.</summary>
internal sealed class ScriptedHub : IWebSocketConnector
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Channel<ScriptedConnection> _accepted = Channel.CreateUnbounded<ScriptedConnection>();

    public List<WebSocketRequest> Requests { get; } = [];

    /// <summary>Next answers to connection attempts: an exception refuses one, null accepts it.</summary>
    public Queue<Exception?> Refusals { get; } = new();

    public Task<WebSocket> ConnectAsync(WebSocketRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Refusals.TryDequeue(out var refusal) && refusal is not null)
        {
            return Task.FromException<WebSocket>(refusal);
        }

        var (client, server) = InMemoryWebSockets.CreatePair();
        _accepted.Writer.TryWrite(new ScriptedConnection(server));
        return Task.FromResult(client);
    }

    public async Task<ScriptedConnection> AcceptAsync() =>
        await _accepted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);

    /// <summary>Accepts, answers handshake and authentication, and hands over the connection.</summary>
    public async Task<ScriptedConnection> WelcomeAsync()
    {
        var connection = await AcceptAsync();
        await connection.ShakeHandsAsync();
        var call = await connection.ReadCallAsync<AuthenticateMessage>();
        await connection.CompleteAsync(call);
        await connection.SendAsync(new Welcome { ApiVersion = "2025-11", VoxtaServerVersion = "1.2.1", User = new UserInfo { Name = "Ann" } });
        return connection;
    }
}

internal sealed class ScriptedConnection(WebSocket socket)
{
    private readonly HubRecordBuffer _records = new();
    private readonly HubRecordWriter _writer = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Queue<byte[]> _read = new();

    public Queue<byte[]> Audio { get; } = new();

    public int Pings { get; private set; }

    public async Task ShakeHandsAsync(string? error = null)
    {
        HubHandshake.Refuse(await ReadRecordAsync()).ShouldBeNull();
        var output = new ArrayBufferWriter<byte>();
        if (error is null)
        {
            HubRecordWriter.WriteHandshakeReply(output);
        }
        else
        {
            _writer.WriteHandshakeError(output, error);
        }

        await SendAsync(output.WrittenMemory);
    }

    public async Task<Call<T>> ReadCallAsync<T>()
        where T : ClientMessage
    {
        var bytes = await ReadInvocationAsync();
        var record = HubRecord.Parse(bytes);
        record.TargetIs("SendMessage").ShouldBeTrue();
        return new Call<T>(record.InvocationIdText, VoxtaWire.ReadClient(record.Argument, out _).ShouldBeOfType<T>());
    }

    public Task CompleteAsync<T>(Call<T> call, string? error = null)
        where T : ClientMessage
    {
        var output = new ArrayBufferWriter<byte>();
        _writer.WriteCompletion(output, System.Text.Encoding.UTF8.GetBytes($"\"{call.Id}\""), error);
        return SendAsync(output.WrittenMemory);
    }

    public Task SendAsync(ServerMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        _writer.WriteEvent(output, message);
        return SendAsync(output.WrittenMemory);
    }

    public Task SendRawAsync(string records) => SendAsync(System.Text.Encoding.UTF8.GetBytes(records));

    public Task SendAudioAsync(byte[] pcm) =>
        socket.SendAsync(pcm, WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

    public Task CloseAsync(bool allowReconnect, string? error = null)
    {
        var output = new ArrayBufferWriter<byte>();
        _writer.WriteClose(output, error, allowReconnect);
        return SendAsync(output.WrittenMemory).ContinueWith(
            _ => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None), TaskScheduler.Default).Unwrap();
    }

    public void Drop() => socket.Abort();

    /// <summary>Waits for the client's close and answers it.</summary>
    public async Task AnswerCloseAsync()
    {
        while ((await socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken).WaitAsync(ScriptedHub.Deadline)).MessageType != WebSocketMessageType.Close)
        {
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    /// <summary>Reads until a ping has come.</summary>
    public async Task ReadPingAsync()
    {
        var before = Pings;
        while (Pings == before)
        {
            Keep(await ReadRecordAsync());
        }
    }

    public async Task<byte[]> ReadAudioAsync()
    {
        while (Audio.Count == 0)
        {
            await FillAsync();
        }

        return Audio.Dequeue();
    }

    private async Task<byte[]> ReadInvocationAsync()
    {
        while (true)
        {
            var bytes = await ReadRecordAsync();
            if (HubRecord.Parse(bytes).Type == HubRecordType.Invocation)
            {
                return bytes;
            }

            Keep(bytes);
        }
    }

    private void Keep(byte[] bytes)
    {
        if (HubRecord.Parse(bytes).Type == HubRecordType.Ping)
        {
            Pings++;
        }
    }

    private async Task<byte[]> ReadRecordAsync()
    {
        while (_read.Count == 0)
        {
            await FillAsync();
        }

        return _read.Dequeue();
    }

    private async Task FillAsync()
    {
        var received = await socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken).WaitAsync(ScriptedHub.Deadline);
        received.EndOfMessage.ShouldBeTrue();
        if (received.MessageType == WebSocketMessageType.Close)
        {
            throw new InvalidOperationException("The client closed the connection.");
        }

        if (received.MessageType == WebSocketMessageType.Binary)
        {
            Audio.Enqueue(_buffer[..received.Count]);
            return;
        }

        _records.Append(_buffer.AsMemory(0, received.Count));
        while (_records.TryRead(out var record))
        {
            _read.Enqueue(record.ToArray());
        }
    }

    private Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken).AsTask();
}

internal sealed record Call<T>(string? Id, T Message);
