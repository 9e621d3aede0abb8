namespace Parley.VoxNexus;

/// <summary>A flush on its way: at which sample, and who waits for it.</summary>
internal sealed class PendingFlush(long position)
{
    private readonly TaskCompletionSource<bool> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isSent;

    public long Position { get; } = position;

    public Task FirstSent => _sent.Task;

    public Task Done => _done.Task;

    /// <summary>Whether the present connection has it; guarded by <see cref="OutgoingAudio"/>.</summary>
    public bool IsSent
    {
        get => _isSent;
        set
        {
            _isSent = value;
            if (value)
            {
                _sent.TrySetResult(true);
            }
        }
    }

    public void Complete() => _done.TrySetResult(true);

    public void Fail(Exception error)
    {
        _sent.TrySetResult(true);
        if (_done.TrySetException(error))
        {
            _ = _done.Task.Exception;
        }
    }
}
