using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Parley.Conversation.Sessions;

/// <summary>
/// The session's one event loop: work items run one after another, each to its end, so that session state needs no locks.
/// Items may await the store; anything slower runs outside and comes back with <see cref="InvokeAsync{T}"/>. An item must never
/// await another item.
/// </summary>
internal sealed class SessionLoop(ILogger logger) : IDisposable
{
    /// <summary>Commands from outside that may wait; a poster beyond it waits too.</summary>
    private const int CommandCapacity = 256;

    // Unbounded in form only: outside work is bounded by the gate, inside work by the number of the session's own tasks and timers.
    private readonly Channel<Func<ValueTask>> _work = Channel.CreateUnbounded<Func<ValueTask>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _gate = new(CommandCapacity);

    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start()
    {
        // A session outlives the request that started it: its turns are no children of that request's trace.
        using (ExecutionContext.SuppressFlow())
        {
            Completion = Task.Run(RunAsync);
        }
    }

    /// <summary>Queues work of the session itself. False after the end.</summary>
    public bool Post(Func<ValueTask> work) => _work.Writer.TryWrite(work);

    /// <summary>Queues work of the session itself. False after the end.</summary>
    public bool Post(Action work) => _work.Writer.TryWrite(() =>
    {
        work();
        return ValueTask.CompletedTask;
    });

    /// <summary>Queues work from outside, waiting while too much is queued.</summary>
    public async ValueTask PostOutsideAsync(Func<ValueTask> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        if (!_work.Writer.TryWrite(() =>
        {
            _gate.Release();
            return work();
        }))
        {
            _gate.Release();
            throw Ended();
        }
    }

    /// <summary>Runs work on the loop and returns its result. Not from the loop itself.</summary>
    public Task<T> InvokeAsync<T>(Func<ValueTask<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _work.Writer.TryWrite(async () =>
        {
            try
            {
                done.TrySetResult(await work());
            }
            catch (Exception error)
            {
                done.TrySetException(error);
            }
        });
        return queued ? done.Task : Task.FromException<T>(Ended());
    }

    /// <summary>Runs work on the loop. Not from the loop itself.</summary>
    public Task InvokeAsync(Func<ValueTask> work) => InvokeAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Runs work on the loop. Not from the loop itself.</summary>
    public Task InvokeAsync(Action work) => InvokeAsync(() =>
    {
        work();
        return ValueTask.FromResult(true);
    });

    /// <summary>No more work is taken; what is queued still runs.</summary>
    public void Stop() => _work.Writer.TryComplete();

    public void Dispose() => _gate.Dispose();

    internal static ConversationException Ended() => new(ConversationErrors.SessionEnded, "The session has ended.");

    private async Task RunAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            try
            {
                await work();
            }
            catch (Exception error)
            {
                SessionLog.WorkFailed(logger, error);
            }
        }
    }
}
