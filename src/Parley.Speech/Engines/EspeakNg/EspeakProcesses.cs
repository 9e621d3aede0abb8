namespace Parley.Speech.Engines.EspeakNg;

/// <summary>How many processes may run at the same time, and closing them all. Thread-safe.</summary>
internal sealed class EspeakProcesses(EspeakNgOptions options, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(options.EffectiveMaxProcesses);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1; // One for the owner, until it closes.

    public EspeakNgOptions Options => options;

    public TimeProvider TimeProvider => timeProvider;

    public bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>Cancelled when the engine is closed.</summary>
    public CancellationToken Closing => _closing.Token;

    public static EngineException Closed() => new(EspeakProgram.EngineId, EngineFailure.Failed, "eSpeak NG was closed while it was speaking.");

    /// <summary>Waits for a free place; whoever got it calls <see cref="Release"/>.</summary>
    /// <exception cref="EngineException">No place became free in time.</exception>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            Interlocked.Increment(ref _running);
            return;
        }

        using var deadline = new CancellationTokenSource(options.WaitTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _free.WaitAsync(either.Token);
            Interlocked.Increment(ref _running);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(EspeakProgram.EngineId, EngineFailure.Busy, $"All {options.EffectiveMaxProcesses} processes of eSpeak NG stayed in use.");
        }
    }

    public void Release()
    {
        _free.Release();
        Leave();
    }

    /// <summary>Kills what runs and waits until it has gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsClosing)
        {
            return;
        }

        await _closing.CancelAsync();
        Leave();
        await _idle.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _idle.TrySetResult();
        }
    }
}
