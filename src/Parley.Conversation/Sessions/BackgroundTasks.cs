namespace Parley.Conversation.Sessions;

/// <summary>The tasks a session has running besides its loop: owned, awaited at its end, their failures reported. Thread-safe.</summary>
internal sealed class BackgroundTasks(Action<Exception> failed)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];

    public void Run(Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException)
            {
            }
            catch (ConversationException error) when (error.Code == ConversationErrors.SessionEnded)
            {
            }
            catch (Exception error)
            {
                failed(error);
            }
        });
        lock (_gate)
        {
            _tasks.Add(task);
        }

        task.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _tasks.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits for all of them, for a bounded time: an engine that ignores its cancellation is left behind.</summary>
    public async Task DrainAsync(TimeSpan timeout, TimeProvider time)
    {
        Task[] tasks;
        lock (_gate)
        {
            tasks = [.. _tasks];
        }

        try
        {
            await Task.WhenAll(tasks).WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
        }
    }
}
