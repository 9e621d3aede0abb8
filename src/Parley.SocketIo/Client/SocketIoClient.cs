using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Realtime;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo;

/// <summary>
/// A Socket.IO client: Engine.IO 4, Socket.IO 5, one namespace on one connection. Set handlers up, connect, emit; when the
/// connection is lost it is opened again as <see cref="SocketIoClientOptions.Reconnect"/> says. Handlers survive a reconnect;
/// the socket's id, acknowledgements that were waited for and events emitted meanwhile do not. Thread-safe.
/// </summary>
public sealed partial class SocketIoClient : IAsyncDisposable
{
    private readonly SocketIoClientOptions _options;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly EventHandlers _handlers = new();
    private readonly SerialPump<object> _pump;
    private readonly ConnectionSupervisor<SocketIoLink> _supervisor;
    private readonly TaskCompletionSource<bool> _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SocketIoDisconnectReason> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketIoLink? _link;
    private SocketIoDisconnectReason _lastReason;

    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="logger">Where failing handlers are logged; null for nowhere.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public SocketIoClient(SocketIoClientOptions options, ILogger<SocketIoClient>? logger = null)
    {
        _options = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _http = options.HttpHandler is { } handler ? new HttpClient(handler, disposeHandler: false) : new HttpClient();
        _http.Timeout = Timeout.InfiniteTimeSpan;
        _pump = new SerialPump<object>(options.ReceiveQueueLength, HandleAsync, FinishAsync);
        _supervisor = new ConnectionSupervisor<SocketIoLink>(OpenAsync, options.Reconnect, options.TimeProvider, Observe);
    }

    /// <summary>Where the connection stands.</summary>
    public ConnectionState State => _supervisor.State;

    /// <summary>The socket's id, which the server knows too; null while not connected. Another after each reconnect.</summary>
    public string? Id => Volatile.Read(ref _link)?.Id;

    /// <summary>The transport in use, "polling" or "websocket"; null while not connected.</summary>
    public string? Transport => Volatile.Read(ref _link) is { } link ? link.IsWebSocket ? "websocket" : "polling" : null;

    /// <summary>
    /// Completes when the connection is over for good and nothing reconnects: with the last disconnect reason. Never faults.
    /// </summary>
    public Task<SocketIoDisconnectReason> Completion => _completion.Task;

    /// <summary>Connects and joins the namespace. A failure is yours to see and to repeat; only later losses are followed by reconnects.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task.</returns>
    /// <exception cref="ConnectionException">The server cannot be reached, or refuses the connection.</exception>
    /// <exception cref="SocketIoRefusedException">The namespace refuses.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SocketIoClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="ProtocolViolationException">The server does not speak Engine.IO 4 and Socket.IO 5.</exception>
    /// <exception cref="InvalidOperationException">It is connected, or was closed.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _supervisor.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed on this side.", isTransient: false);
        }
    }

    /// <summary>Leaves the namespace and closes for good: "io client disconnect". What was emitted before is sent first, within 2 s. Idempotent.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task.</returns>
    public async Task DisconnectAsync(CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _link) is { } link)
        {
            await link.LeaveAsync().ConfigureAwait(false);
        }

        await _supervisor.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Emits an event.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments; none by default. They are encoded before the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is sent all the same.</param>
    /// <returns>Ends when there is room for the next.</returns>
    /// <exception cref="SocketIoDisconnectedException">Not connected: nothing is kept for later.</exception>
    public ValueTask EmitAsync(string eventName, SocketIoArguments arguments = default, CancellationToken cancellationToken = default)
    {
        var link = Link(eventName);
        using var scratch = PacketScratch.Take();
        return link.SendAsync(PacketEncoder.Event(scratch, _options.Namespace, eventName, null, arguments, _options.EscapeNonAscii), arguments, cancellationToken);
    }

    /// <summary>Emits an event whose arguments are written in place: the way without intermediate objects.</summary>
    /// <typeparam name="TState">What the writing needs.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="state">Given to <paramref name="writeArguments"/>.</param>
    /// <param name="writeArguments">Writes any number of JSON values, one per argument.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is sent all the same.</param>
    /// <returns>Ends when there is room for the next.</returns>
    /// <exception cref="SocketIoDisconnectedException">Not connected: nothing is kept for later.</exception>
    public ValueTask EmitAsync<TState>(string eventName, TState state, Action<Utf8JsonWriter, TState> writeArguments, CancellationToken cancellationToken = default)
    {
        if (writeArguments is null)
        {
            throw new ArgumentNullException(nameof(writeArguments));
        }

        var link = Link(eventName);
        using var scratch = PacketScratch.Take();
        return link.SendAsync(PacketEncoder.Event(scratch, _options.Namespace, eventName, state, writeArguments, _options.EscapeNonAscii), default, cancellationToken);
    }

    /// <summary>Emits an event with one object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="argument">The object.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is sent all the same.</param>
    /// <returns>Ends when there is room for the next.</returns>
    /// <exception cref="SocketIoDisconnectedException">Not connected: nothing is kept for later.</exception>
    public ValueTask EmitAsync<T>(string eventName, T argument, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        EmitAsync(eventName, (argument, typeInfo), static (writer, state) => JsonSerializer.Serialize(writer, state.argument, state.typeInfo), cancellationToken);

    /// <summary>Emits an event and waits for the server's acknowledgement.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments; none by default.</param>
    /// <param name="timeout">How long to wait; null for <see cref="SocketIoClientOptions.AckTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the server answered.</returns>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="SocketIoDisconnectedException">Not connected, or no longer.</exception>
    public Task<SocketIoAckResponse> EmitWithAckAsync(string eventName, SocketIoArguments arguments = default, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Link(eventName).SendWithAckAsync(eventName, arguments, timeout ?? _options.AckTimeout, cancellationToken);

    /// <summary>Disconnects, and waits for the handlers of what had arrived, unless called by one.</summary>
    /// <returns>A task.</returns>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        _pump.Complete();
        if (!_inHandler.Value)
        {
            await _handled.Task.ConfigureAwait(false);
        }

        _http.Dispose();
    }

    private SocketIoLink Link(string eventName)
    {
        if (string.IsNullOrEmpty(eventName))
        {
            throw new ArgumentException("An event has a name.", nameof(eventName));
        }

        return Volatile.Read(ref _link) ?? throw new SocketIoDisconnectedException(_lastReason);
    }

    private async Task<SocketIoLink> OpenAsync(bool isReconnect, CancellationToken cancellationToken)
    {
        var link = new SocketIoLink(_options, _http, PostAsync, () => _inHandler.Value = true);
        using var limit = _options.TimeProvider.CreateCancellationTokenSource(_options.ConnectTimeout);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await link.OpenAsync(both.Token).ConfigureAwait(false);
            return link;
        }
        catch (Exception exception)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            if (exception is OperationCanceledException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException("The server did not accept the connection in time.", exception);
            }

            throw;
        }
    }

    private void Observe(ConnectionChange change)
    {
        if (change.State == ConnectionState.Reconnecting)
        {
            _ = PostAsync(change);
        }
        else if (change.State == ConnectionState.Closed)
        {
            _completion.TrySetResult(_lastReason);
            _pump.Complete();
        }
    }
}
