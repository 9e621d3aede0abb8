using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>
/// One connection: audio and commands out in order, results in. Audio goes out in pieces of 100 ms; 30 s of it may wait, then
/// the connection counts as broken. Sending and finalising by one thread at a time; results come on a thread of its own.
/// </summary>
internal sealed class DeepgramConnection : IAsyncDisposable
{
    private const int Piece = IUtteranceDecoder.SampleRate / 10;
    private const int MaxWaiting = 300;
    private const int MaxMessage = 1 << 20;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<Outgoing> _outgoing = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sending;
    private readonly Task _receiving;
    private readonly short[] _piece = new short[Piece];
    private int _pieceLength;
    private volatile DeepgramUtterance? _listener;
    private EngineException? _failure;

    private DeepgramConnection(ClientWebSocket socket, TimeProvider timeProvider)
    {
        _socket = socket;
        _timeProvider = timeProvider;
        _sending = Task.Run(SendAsync);
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>Why it does not work any more; null while it does.</summary>
    public EngineException? Failure => Volatile.Read(ref _failure);

    /// <summary>Samples given to it so far.</summary>
    public long SamplesSent { get; private set; }

    /// <exception cref="EngineException">The service cannot be reached, refuses, or is late.</exception>
    public static async Task<DeepgramConnection> OpenAsync(
        DeepgramOptions options, Uri address, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (options.ApiKey is { } key)
        {
            socket.Options.SetRequestHeader("Authorization", "Token " + key);
        }

        using var deadline = new CancellationTokenSource(options.ConnectTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(address, either.Token);
            return new DeepgramConnection(socket, timeProvider);
        }
        catch (Exception e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException => RemoteRecognition.Late(DeepgramEngine.EngineId),
                WebSocketException when (int)status >= 300 => RemoteRecognition.Refused(DeepgramEngine.EngineId, status),
                _ => RemoteRecognition.Unreachable(DeepgramEngine.EngineId, e),
            };
        }
    }

    /// <summary>Who hears of results from now on.</summary>
    public void Listen(DeepgramUtterance? utterance) => _listener = utterance;

    /// <summary>Sends audio.</summary>
    public void Send(ReadOnlySpan<short> samples)
    {
        SamplesSent += samples.Length;
        while (!samples.IsEmpty)
        {
            var count = Math.Min(Piece - _pieceLength, samples.Length);
            samples[..count].CopyTo(_piece.AsSpan(_pieceLength));
            samples = samples[count..];
            _pieceLength += count;
            if (_pieceLength == Piece)
            {
                SendPiece();
            }
        }
    }

    /// <summary>Asks for the final results of all audio sent.</summary>
    public void Finish()
    {
        SendPiece();
        Enqueue(Outgoing.Finalize);
    }

    /// <summary>Keeps it open while there is no audio: the service closes after 10 s of nothing.</summary>
    public void KeepAlive() => Enqueue(Outgoing.KeepAlive);

    /// <summary>Says goodbye, within a short deadline.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener = null;
        Enqueue(Outgoing.Close);
        _outgoing.Writer.TryComplete();
        using var deadline = new CancellationTokenSource(CloseTimeout, _timeProvider);
        try
        {
            await Task.WhenAll(_sending, _receiving).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _socket.Abort();
        }

        await _closing.CancelAsync();
        await Task.WhenAll(_sending, _receiving);
        while (_outgoing.Reader.TryRead(out var left))
        {
            left.Release();
        }

        _socket.Dispose();
        _closing.Dispose();
    }

    private void SendPiece()
    {
        if (_pieceLength == 0)
        {
            return;
        }

        var bytes = MemoryMarshal.AsBytes(_piece.AsSpan(0, _pieceLength));
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        Enqueue(new(buffer, bytes.Length, WebSocketMessageType.Binary, IsPooled: true));
        _pieceLength = 0;
    }

    private void Enqueue(Outgoing message)
    {
        if (_outgoing.Writer.TryWrite(message))
        {
            return;
        }

        message.Release();
        if (Failure is null && !_outgoing.Reader.Completion.IsCompleted && _outgoing.Reader.Count >= MaxWaiting)
        {
            Break(RemoteRecognition.Late(DeepgramEngine.EngineId));
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_closing.Token))
            {
                try
                {
                    await _socket.SendAsync(message.Bytes.AsMemory(0, message.Length), message.Type, endOfMessage: true, _closing.Token);
                }
                finally
                {
                    message.Release();
                }
            }
        }
        catch (Exception e)
        {
            Break(RemoteRecognition.Cut(DeepgramEngine.EngineId, e));
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16_384);
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == buffer.Length)
                    {
                        buffer = Grow(buffer);
                    }

                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _closing.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _closing.Token);
                    Break(RemoteRecognition.Cut(DeepgramEngine.EngineId, null));
                    return;
                }

                if (DeepgramResult.Read(buffer.AsMemory(0, length)) is { } result)
                {
                    _listener?.Hear(result);
                }
            }
        }
        catch (EngineException e)
        {
            Break(e);
        }
        catch (Exception e)
        {
            Break(RemoteRecognition.Cut(DeepgramEngine.EngineId, e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= MaxMessage)
        {
            throw RemoteRecognition.Unclear(DeepgramEngine.EngineId);
        }

        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private void Break(EngineException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _outgoing.Writer.TryComplete();
            _socket.Abort();
            _listener?.Break();
        }
    }

    private readonly record struct Outgoing(byte[] Bytes, int Length, WebSocketMessageType Type, bool IsPooled = false)
    {
        public static readonly Outgoing Finalize = Command("{\"type\":\"Finalize\"}"u8);
        public static readonly Outgoing KeepAlive = Command("{\"type\":\"KeepAlive\"}"u8);
        public static readonly Outgoing Close = Command("{\"type\":\"CloseStream\"}"u8);

        public void Release()
        {
            if (IsPooled)
            {
                ArrayPool<byte>.Shared.Return(Bytes);
            }
        }

        private static Outgoing Command(ReadOnlySpan<byte> json) => new(json.ToArray(), json.Length, WebSocketMessageType.Text);
    }
}
