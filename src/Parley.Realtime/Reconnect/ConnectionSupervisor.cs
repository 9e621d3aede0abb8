namespace Parley.Realtime;

/// <summary>
/// Keeps a client connected: opens a link, waits for its end, and opens the next as the policy says. A link is ready when
/// the opener returns it, and only then the count of attempts starts anew.
/// </summary>
/// <typeparam name="TLink">The client's own link.</typeparam>
/// <remarks>Thread-safe. Observers are called in order and must not block.</remarks>
public sealed class ConnectionSupervisor<TLink> : IAsyncDisposable
    where TLink : class, ILink
{
    private readonly Func<bool, CancellationToken, Task<TLink>> _open;
    private readonly Action<ConnectionChange> _observe;
    private readonly ReconnectPolicy _policy;
    private readonly TimeProvider _timeProvider;
    private readonly ConnectionStateMachine _state = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource<Exception?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TLink? _current;
    private Task _loop = Task.CompletedTask;

    /// <summary>Creates a supervisor; nothing is opened yet.</summary>
    /// <param name="open">Opens a link until it is ready; told whether it is a reconnect.</param>
    /// <param name="policy">When to try again.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="observe">Hears of every change, after it happened.</param>
    public ConnectionSupervisor(Func<bool, CancellationToken, Task<TLink>> open, ReconnectPolicy policy, TimeProvider timeProvider, Action<ConnectionChange> observe)
    {
        _open = open ?? throw new ArgumentNullException(nameof(open));
        _policy = (policy ?? throw new ArgumentNullException(nameof(policy))).Validated();
        _timeProvider = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
        _observe = observe ?? throw new ArgumentNullException(nameof(observe));
    }

    /// <summary>Where it stands.</summary>
    public ConnectionState State => _state.State;

    /// <summary>The ready link; null while there is none.</summary>
    public TLink? Current => Volatile.Read(ref _current);

    /// <summary>Completes when the connection is over for good: null after a close on either side with 1000, otherwise why. Never faults.</summary>
    public Task<Exception?> Completion => _completion.Task;

    /// <summary>Opens the first link. A failure is the caller's to see: it is not retried, and the call may be repeated.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="InvalidOperationException">Already connected, or closed.</exception>
    public async Task<TLink> ConnectAsync(CancellationToken cancellationToken)
    {
        _state.Move(ConnectionState.Disconnected, ConnectionState.Connecting);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);
        TLink link;
        try
        {
            link = await _open(false, both.Token).ConfigureAwait(false);
        }
        catch
        {
            _state.TryMove(ConnectionState.Connecting, ConnectionState.Disconnected);
            throw;
        }

        Volatile.Write(ref _current, link);
        if (!_state.TryMove(ConnectionState.Connecting, ConnectionState.Connected))
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed on this side.", isTransient: false);
        }

        _observe(new ConnectionChange(ConnectionState.Connected));
        _loop = Task.Run(() => KeepConnectedAsync(link), CancellationToken.None);
        return link;
    }

    /// <summary>Closes for good; a reconnect under way ends. Idempotent.</summary>
    /// <param name="cancellationToken">Ends the wait for a graceful end.</param>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (_state.TryBeginClose())
        {
            _lifetime.Cancel();
            if (Current is { } link)
            {
                await link.DisposeAsync().ConfigureAwait(false);
            }

            await _loop.ConfigureAwait(false);
            Finish(ConnectionState.Closing, null);
        }

        await _completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async Task KeepConnectedAsync(TLink link)
    {
        while (true)
        {
            var end = await link.Completion.ConfigureAwait(false);
            Volatile.Write(ref _current, null);
            await link.DisposeAsync().ConfigureAwait(false);
            if (end.Error is null || !_policy.Allows(1, end.Error))
            {
                Finish(ConnectionState.Connected, end.Error);
                return;
            }

            if (!_state.TryMove(ConnectionState.Connected, ConnectionState.Reconnecting))
            {
                return;
            }

            var next = await ReconnectAsync(end.Error).ConfigureAwait(false);
            if (next is null)
            {
                return;
            }

            link = next;
        }
    }

    private async Task<TLink?> ReconnectAsync(Exception cause)
    {
        for (var attempt = 1; _policy.Allows(attempt, cause); attempt++)
        {
            var delay = _policy.Delay(attempt, cause);
            _observe(new ConnectionChange(ConnectionState.Reconnecting, attempt, delay, cause));
            try
            {
                await _timeProvider.Delay(delay, _lifetime.Token).ConfigureAwait(false);
                var link = await _open(true, _lifetime.Token).ConfigureAwait(false);
                Volatile.Write(ref _current, link);
                if (!_state.TryMove(ConnectionState.Reconnecting, ConnectionState.Connected))
                {
                    Volatile.Write(ref _current, null);
                    await link.DisposeAsync().ConfigureAwait(false);
                    return null;
                }

                _observe(new ConnectionChange(ConnectionState.Connected, attempt));
                return link;
            }
            catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                cause = e;
            }
        }

        Finish(ConnectionState.Reconnecting, cause);
        return null;
    }

    private void Finish(ConnectionState from, Exception? cause)
    {
        if (_state.TryMove(from, ConnectionState.Closed))
        {
            _observe(new ConnectionChange(ConnectionState.Closed, Cause: cause));
            _completion.TrySetResult(cause);
        }
    }
}
