namespace Parley.Devices.Playback;

/// <summary>Wakes everybody who waits. A waiter takes the task under the lock that guards what it waits for, then looks, then awaits.</summary>
internal sealed class AsyncPulse
{
    private TaskCompletionSource<bool> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() =>
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(true);
}
