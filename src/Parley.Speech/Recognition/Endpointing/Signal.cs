using System.Threading.Tasks.Sources;

namespace Parley.Speech.Recognition.Endpointing;

/// <summary>Wakes one waiter; setting it twice is setting it once. Nothing is allocated.</summary>
internal sealed class Signal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private bool _isSet;
    private bool _waiting;

    public void Set()
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                _isSet = true;
                return;
            }

            _waiting = false;
        }

        _wait.SetResult(true);
    }

    /// <summary>Waits for the next <see cref="Set"/>, or uses up one that came before. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _wait.Reset();
            _waiting = true;
            return new ValueTask(this, _wait.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);
}
