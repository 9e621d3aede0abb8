namespace Parley.Realtime;

/// <summary>Waiting with a token on both targets; netstandard2.1 has no <c>Task.WaitAsync</c>.</summary>
internal static class TaskWaiting
{
    public static async Task WaitOrCancelAsync(this Task task, CancellationToken cancellationToken)
    {
        if (!task.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellationToken.Register(static s => ((TaskCompletionSource<bool>)s!).TrySetResult(true), cancelled))
            {
                if (task != await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false))
                {
                    throw new OperationCanceledException(cancellationToken);
                }
            }
        }

        await task.ConfigureAwait(false);
    }
}
