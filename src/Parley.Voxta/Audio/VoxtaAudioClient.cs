using Parley.Audio;
using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>
/// Raw PCM both ways on a hub connection of its own: the user's microphone out, the character's voice in.
/// Signed 16-bit little-endian mono; 16,000 Hz out, in what the server announces (16,000 Hz where it says nothing).
/// </summary>
/// <remarks>
/// Thread-safe. A reconnect goes on with the same token, and the server binds the connection to the same chat; audio sent
/// in between is refused, audio spoken in between is lost.
/// </remarks>
public sealed class VoxtaAudioClient : IAsyncDisposable
{
    private readonly VoxtaClientOptions _hub;
    private readonly ConnectionSupervisor<HubLink> _supervisor;
    private readonly object _gate = new();
    private Action<ReadOnlyMemory<byte>>[] _listeners = [];
    private VoxtaNegotiation? _negotiation;
    private PcmFormat _format;

    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public VoxtaAudioClient(VoxtaAudioClientOptions? options = null)
    {
        options ??= new VoxtaAudioClientOptions();
        _hub = options.ForHub();
        _format = new PcmFormat(options.SampleRate);
        _supervisor = new ConnectionSupervisor<HubLink>(OpenAsync, _hub.Reconnect, _hub.TimeProvider, static _ => { });
    }

    /// <summary>Whether the client is connected or connecting again.</summary>
    public bool IsRunning => _supervisor.State is ConnectionState.Connected or ConnectionState.Reconnecting;

    /// <summary>Completes when the connection is over for good: null after a close that was meant, otherwise why. Never faults.</summary>
    public Task<Exception?> Completion => _supervisor.Completion;

    /// <summary>Format of the audio received: the server's word, or the options'.</summary>
    public PcmFormat Format
    {
        get
        {
            lock (_gate)
            {
                return _format;
            }
        }
    }

    /// <summary>Connects with a negotiation of its own: the audio joins the user's most recently active chat.</summary>
    /// <exception cref="ConnectionException">The server could not be reached, or refused.</exception>
    /// <exception cref="VoxtaException">Authentication failed.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="InvalidOperationException">Already connected, or closed.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => _supervisor.ConnectAsync(cancellationToken);

    /// <summary>Connects with the token and cookies of a <see cref="VoxtaClient"/>: the audio joins that client's chat.</summary>
    /// <inheritdoc cref="ConnectAsync(CancellationToken)" />
    public Task ConnectAsync(VoxtaNegotiation negotiation, CancellationToken cancellationToken = default)
    {
        _negotiation = negotiation ?? throw new ArgumentNullException(nameof(negotiation));
        return ConnectAsync(cancellationToken);
    }

    /// <summary>Sends microphone audio as one message, waiting while the bounded queue is full. Any length; a chunk may end within a sample.</summary>
    /// <param name="pcm">Signed 16-bit little-endian mono at 16,000 Hz.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RealtimeException">There is no connection, or it ended.</exception>
    public ValueTask SendAudioAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken = default) =>
        _supervisor.Current?.SendAudioAsync(pcm, cancellationToken)
        ?? new ValueTask(Task.FromException(new ConnectionException(RealtimeErrorCodes.Closed, "The audio client is not connected.", isTransient: IsRunning)));

    /// <summary>Sends all audio of a source, 20 ms at a time, until it ends. A live source paces itself.</summary>
    /// <param name="source">16,000 Hz.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <exception cref="ArgumentException">The source has another rate.</exception>
    public async Task SendAudioAsync(IAudioSource source, CancellationToken cancellationToken = default)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        if (source.Format != PcmFormat.Speech16K)
        {
            throw new ArgumentException("The source must deliver 16,000 Hz.", nameof(source));
        }

        var samples = new short[320];
        var bytes = new byte[samples.Length * PcmFormat.BytesPerSample];
        int count;
        while ((count = await source.ReadAsync(samples, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var length = Pcm16.ToBytes(samples.AsSpan(0, count), bytes);
            await SendAudioAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Calls a listener for every piece of the character's voice, on the read loop: it must be quick and must not throw.</summary>
    /// <param name="listener">Gets signed 16-bit little-endian mono PCM at <see cref="Format"/>, valid during the call only.</param>
    /// <returns>Dispose to stop listening.</returns>
    public IDisposable OnAudio(Action<ReadOnlyMemory<byte>> listener)
    {
        if (listener is null)
        {
            throw new ArgumentNullException(nameof(listener));
        }

        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
        }

        return new Subscription(this, listener);
    }

    /// <summary>Closes for good; idempotent.</summary>
    public Task CloseAsync(CancellationToken cancellationToken = default) => _supervisor.CloseAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();

    private async Task<HubLink> OpenAsync(bool again, CancellationToken cancellationToken)
    {
        _ = again;
        using var deadline = _hub.TimeProvider.CreateCancellationTokenSource(_hub.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            _negotiation ??= await Negotiator.NegotiateAsync(_hub, either.Token).ConfigureAwait(false);
            var link = await HubLink.OpenAsync(HubLinkOptions.Request(_hub, _negotiation), HubLinkOptions.From(_hub, _negotiation), new Listener(this), either.Token).ConfigureAwait(false);
            try
            {
                await link.InvokeAsync(Authentication, either.Token).ConfigureAwait(false);
                return link;
            }
            catch
            {
                await link.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Connecting took longer than {_hub.ConnectTimeout.TotalSeconds:0.#} s.");
        }
    }

    private static AuthenticateMessage Authentication => new()
    {
        Client = "Parley.Voxta.Audio",
        ClientVersion = "1.0.0",
        Capabilities = new ClientCapabilities
        {
            AudioInput = "WebSocketStream",
            AudioOutput = "WebSocketStream",
            AcceptedAudioContentTypes = ["audio/pcm"],
        },
    };

    private sealed class Listener(VoxtaAudioClient client) : IHubLinkListener
    {
        public void OnMessage(HubLink link, ServerMessage message)
        {
            if (message is AudioOutputFormat { SampleRate: >= PcmFormat.MinSampleRate and <= PcmFormat.MaxSampleRate } format)
            {
                lock (client._gate)
                {
                    client._format = new PcmFormat(format.SampleRate);
                }
            }
        }

        public void OnCompletion(Completion completion)
        {
        }

        public void OnAudio(ReadOnlyMemory<byte> pcm)
        {
            foreach (var listener in Volatile.Read(ref client._listeners))
            {
                listener(pcm);
            }
        }
    }

    private sealed class Subscription(VoxtaAudioClient client, Action<ReadOnlyMemory<byte>> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (client._gate)
            {
                client._listeners = [.. client._listeners.Where(l => l != listener)];
            }
        }
    }
}
