using System.Threading.Tasks.Sources;

namespace Parley.Audio;

/// <summary>
/// Wakes one waiter, or the next one when nobody waits; several sets before a wait wake it once. Waiting allocates nothing.
/// Set from any thread; one waiter at a time.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly object _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private bool _set;
    private bool _waiting;

    public void Set()
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                _set = true;
                return;
            }

            _waiting = false;
        }

        _core.SetResult(true);
    }

    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask(Task.FromCanceled(cancellationToken));
        }

        lock (_gate)
        {
            if (_set)
            {
                _set = false;
                return default;
            }

            if (_waiting)
            {
                throw new InvalidOperationException("Another call is already waiting.");
            }

            _core.Reset();
            _waiting = true;
            _token = cancellationToken;

            // Inside the lock: a waiter woken at once must find the registration that it has to dispose of.
            _registration = cancellationToken.Register(static state => ((AsyncSignal)state!).Cancel(), this, useSynchronizationContext: false);
            return new ValueTask(this, _core.Version);
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        // Waits for a cancellation that is running, so that it cannot reach the next wait.
        _registration.Dispose();
        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                return;
            }

            _waiting = false;
        }

        _core.SetException(new OperationCanceledException(_token));
    }
}
