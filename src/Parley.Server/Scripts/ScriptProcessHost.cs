using Microsoft.Extensions.Logging;
using Parley.Conversation.Scripts;

namespace Parley.Server.Scripts;

/// <summary>
/// Runs scripts in processes of their own, one script each. A spare process waits ready, so that a script need not wait for a start; after
/// two minutes without scripts it goes.
/// </summary>
internal sealed class ScriptProcessHost : IScriptHost, IAsyncDisposable
{
    private readonly ScriptChildCommand _command;
    private readonly ScriptLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger<ScriptProcessHost> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _running;
    private readonly Lock _gate = new();
    private readonly ITimer _spareTimer;
    private Task<ScriptProcess>? _spare;
    private int _waiting;

    public ScriptProcessHost(ScriptChildCommand command, ScriptLimits limits, TimeProvider time, ILogger<ScriptProcessHost> log)
    {
        _command = command;
        _limits = limits;
        _time = time;
        _log = log;
        _running = new SemaphoreSlim(limits.Concurrent, limits.Concurrent);
        _spareTimer = time.CreateTimer(_ => DropSpare(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public async ValueTask<ScriptResult> RunAsync(ScriptRequest request, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        if (Interlocked.Increment(ref _waiting) > _limits.Waiting + _limits.Concurrent)
        {
            Interlocked.Decrement(ref _waiting);
            return Failed("Too many scripts wait to be run.");
        }

        try
        {
            await _running.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                return await RunInProcessAsync(request, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _running.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _spareTimer.DisposeAsync().ConfigureAwait(false);
        DropSpare();
    }

    private static ScriptResult Failed(string error) => new() { Error = error };

    private async Task<ScriptResult> RunInProcessAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var process = await TakeAsync(cancellationToken).ConfigureAwait(false);
            var answer = await process.RunAsync(ScriptNotes.Write(request), cancellationToken).ConfigureAwait(false);
            return answer is null ? Failed("The script was stopped: it used too much memory or nests too deeply.") : ScriptNotes.Read(answer);
        }
        catch (TimeoutException error)
        {
            return Failed(error.Message);
        }
        catch (InsufficientMemoryException)
        {
            return Failed("The script was stopped: it used too much memory.");
        }
        catch (InvalidDataException)
        {
            return Failed("The script was stopped: it did more than is allowed.");
        }
        catch (IOException error)
        {
            ScriptLog.CannotStart(_log, error);
            return Failed("The script could not be run.");
        }
        finally
        {
            PrepareSpare();
        }
    }

    private async Task<ScriptProcess> TakeAsync(CancellationToken cancellationToken)
    {
        Task<ScriptProcess>? spare;
        lock (_gate)
        {
            (spare, _spare) = (_spare, null);
        }

        if (spare is not null)
        {
            try
            {
                var process = await spare.ConfigureAwait(false);
                if (!process.HasExited)
                {
                    return process;
                }

                process.Dispose();
            }
            catch (Exception error) when (error is IOException or TimeoutException)
            {
                // The next one may start; if not, its failure is this script's.
            }
        }

        return await ScriptProcess.StartAsync(_command, _limits, _time, cancellationToken).ConfigureAwait(false);
    }

    private void PrepareSpare()
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            _spare ??= ScriptProcess.StartAsync(_command, _limits, _time, _stop.Token);
            _spareTimer.Change(_limits.SpareTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void DropSpare()
    {
        Task<ScriptProcess>? spare;
        lock (_gate)
        {
            (spare, _spare) = (_spare, null);
        }

        spare?.ContinueWith(
            static done =>
            {
                if (done.IsCompletedSuccessfully)
                {
                    done.Result.Dispose();
                }
                else
                {
                    // Nobody waits for it: what went wrong is of no use any more.
                    _ = done.Exception;
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
