using Microsoft.Extensions.Logging;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>What both realtime clients share: connecting, events, reconnecting, closing. Thread-safe.</summary>
public abstract class VoxNexusClient : IAsyncDisposable, IVoxNexusLinkListener
{
    private readonly VoxNexusOptions _options;
    private readonly string _path;
    private readonly EventStream<VoxNexusEvent> _events;
    private readonly ConnectionSupervisor<VoxNexusLink> _supervisor;
    private Ready? _ready;

    private protected VoxNexusClient(VoxNexusOptions options, string path)
    {
        _options = options;
        _path = path;
        Logger = options.LoggerFactory.CreateLogger(GetType());
        _events = new EventStream<VoxNexusEvent>(Logger, options.OnHandlerError);
        _supervisor = new ConnectionSupervisor<VoxNexusLink>(OpenAsync, options.Reconnect, options.TimeProvider, OnChange);
    }

    /// <summary>Where the connection stands.</summary>
    public ConnectionState State => _supervisor.State;

    /// <summary>What the service accepted last; null before the first connection.</summary>
    public Ready? Session => Volatile.Read(ref _ready);

    /// <summary>Completes when the connection is over for good: null after a close on either side with 1000, otherwise why. Never faults.</summary>
    public Task<Exception?> Completion => _supervisor.Completion;

    private protected ILogger Logger { get; }

    private protected VoxNexusLink? Link => _supervisor.Current;

    /// <summary>Opens the socket, sends <c>init</c> and waits for <c>ready</c>. Not retried; may be called again after a failure.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What the service accepted.</returns>
    /// <exception cref="ConnectionException">No connection: the code tells a wrong key (<c>unauthorized</c>) from a missing permission (<c>forbidden</c>), a limit (<c>rate_limited</c>) and a network that is not there (<c>connect_failed</c>).</exception>
    /// <exception cref="VoxNexusException">The service refused the configuration, e.g. <c>VOICE_NOT_FOUND</c>.</exception>
    /// <exception cref="TimeoutException">It was not ready within <see cref="VoxNexusOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="InvalidOperationException">Already connected, or closed.</exception>
    public async Task<Ready> ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _supervisor.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return Session!;
    }

    /// <summary>Calls a handler, in order with all others and off the read loop, for every event of a type from now on.</summary>
    /// <typeparam name="T">E.g. <see cref="FinalTranscript"/>, or <see cref="VoxNexusEvent"/> for all.</typeparam>
    /// <param name="handler">Awaited before the next handler runs.</param>
    /// <returns>Dispose to unsubscribe.</returns>
    public IDisposable On<T>(Func<T, ValueTask> handler)
        where T : VoxNexusEvent => _events.On(handler);

    /// <summary>Calls a handler, in order with all others and off the read loop, for every event of a type from now on.</summary>
    /// <typeparam name="T">E.g. <see cref="FinalTranscript"/>, or <see cref="VoxNexusEvent"/> for all.</typeparam>
    /// <param name="handler">What to call.</param>
    /// <returns>Dispose to unsubscribe.</returns>
    public IDisposable On<T>(Action<T> handler)
        where T : VoxNexusEvent => _events.On(handler);

    /// <summary>All events from this call on, until <see cref="Closed"/>.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="SlowConsumerException">While enumerating: more than 1,024 events waited.</exception>
    public IAsyncEnumerable<VoxNexusEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.ReadAsync(cancellationToken);

    /// <summary>Closes with 1000 and waits for the service's answer, up to <see cref="VoxNexusOptions.CloseTimeout"/>. Idempotent.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => _supervisor.CloseAsync(cancellationToken);

    /// <summary>Closes and frees everything; what is pending fails with the reason.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        await _events.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    ValueTask IVoxNexusLinkListener.OnFrameAsync(VoxNexusLink link, in WireFrame frame) => OnFrameAsync(link, frame);

    ValueTask IVoxNexusLinkListener.OnBinaryAsync(VoxNexusLink link, ReadOnlySpan<byte> payload) => OnBinaryAsync(link, payload);

    void IVoxNexusLinkListener.OnError(VoxNexusLink link, ErrorMessage error)
    {
        var known = new VoxNexusException(error);
        VoxNexusLog.ErrorReceived(Logger, error.Code.Value, error.RequestId);
        OnError(known, error);
        Publish(new ErrorReceived(known));
    }

    void IVoxNexusLinkListener.Publish(VoxNexusEvent e) => Publish(e);

    private protected void Publish(VoxNexusEvent e) => _events.Publish(e);

    /// <summary>The <c>init</c> of every connection.</summary>
    private protected abstract IWireMessage CreateInit();

    /// <summary>Runs when a link is ready, before anybody else can use it.</summary>
    private protected abstract Task OnOpenedAsync(VoxNexusLink link, bool isReconnect, CancellationToken cancellationToken);

    /// <summary>Runs when the connection is over for good.</summary>
    private protected abstract void OnClosed(Exception? cause);

    private protected abstract ValueTask OnFrameAsync(VoxNexusLink link, in WireFrame frame);

    private protected abstract ValueTask OnBinaryAsync(VoxNexusLink link, ReadOnlySpan<byte> payload);

    private protected abstract void OnError(VoxNexusException error, ErrorMessage message);

    private async Task<VoxNexusLink> OpenAsync(bool isReconnect, CancellationToken cancellationToken)
    {
        var link = await VoxNexusLink.OpenAsync(_options, _path, CreateInit(), this, cancellationToken).ConfigureAwait(false);
        try
        {
            var ready = new Ready(link.Ready.RequestId, link.Ready.VoiceId, link.Ready.Language, link.Ready.Format, link.Ready.SampleRate);
            Volatile.Write(ref _ready, ready);
            Publish(ready);
            VoxNexusLog.Ready(Logger, _path, ready.RequestId);
            await OnOpenedAsync(link, isReconnect, cancellationToken).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void OnChange(ConnectionChange change)
    {
        switch (change.State)
        {
            case ConnectionState.Reconnecting:
                VoxNexusLog.Reconnecting(Logger, _path, change.Attempt, change.Delay!.Value.TotalSeconds, Reason(change.Cause));
                Publish(new Reconnecting(change.Attempt, change.Delay!.Value, change.Cause));
                break;
            case ConnectionState.Connected when change.Attempt > 0:
                Publish(new Reconnected(change.Attempt));
                break;
            case ConnectionState.Closed:
                VoxNexusLog.Closed(Logger, _path, Reason(change.Cause));
                OnClosed(change.Cause);
                Publish(new Closed(change.Cause));
                _events.Complete();
                break;
        }
    }

    private static string Reason(Exception? cause) => cause switch
    {
        null => "normal",
        RealtimeException known => known.Code,
        _ => cause.GetType().Name,
    };
}
