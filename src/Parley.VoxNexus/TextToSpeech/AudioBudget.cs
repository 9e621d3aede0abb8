namespace Parley.VoxNexus;

/// <summary>Counts the samples that wait unread over all utterances; the read loop waits while there are too many.</summary>
internal sealed class AudioBudget(long limit)
{
    private readonly object _gate = new();
    private long _waiting;
    private TaskCompletionSource<bool>? _room;

    public void Add(int samples)
    {
        lock (_gate)
        {
            _waiting += samples;
        }
    }

    public void Remove(int samples)
    {
        TaskCompletionSource<bool>? room = null;
        lock (_gate)
        {
            _waiting -= samples;
            if (_waiting < limit)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult(true);
    }

    /// <summary>Completes at once while there is room; otherwise when there is again, or quietly when cancelled.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Task room;
        lock (_gate)
        {
            if (_waiting < limit)
            {
                return default;
            }

            _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
        }

        return WaitAsync(room, cancellationToken);
    }

    private static async ValueTask WaitAsync(Task room, CancellationToken cancellationToken)
    {
        try
        {
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection is closing: what is read from now on only leads to its end.
        }
    }
}
