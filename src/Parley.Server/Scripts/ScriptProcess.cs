using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

namespace Parley.Server.Scripts;

/// <summary>One process for one script. Disposing it kills the process.</summary>
internal sealed class ScriptProcess : IDisposable
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly ScriptLimits _limits;
    private readonly TimeProvider _time;

    private ScriptProcess(Process process, ScriptLimits limits, TimeProvider time)
    {
        _process = process;
        _limits = limits;
        _time = time;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a process and waits until it is ready.</summary>
    /// <exception cref="IOException">It cannot be started, or ended before it was ready.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<ScriptProcess> StartAsync(ScriptChildCommand command, ScriptLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        ScriptProcess? child = null;
        try
        {
            child = new ScriptProcess(Process.Start(StartInfo(command, limits)) ?? throw new IOException("The script's process did not start."), limits, time);
            child._process.ErrorDataReceived += static (_, _) => { };
            child._process.BeginErrorReadLine();
            var ready = await ScriptFrame.ReadAsync(child._process.StandardOutput.BaseStream, 0, cancellationToken).AsTask()
                .WaitAsync(limits.StartTime, time, cancellationToken).ConfigureAwait(false);
            return ready is null ? throw new IOException("The script's process ended before it was ready.") : child;
        }
        catch (Exception error)
        {
            child?.Dispose();
            throw error is Win32Exception or InvalidDataException ? new IOException("The script's process cannot be started.", error) : error;
        }
    }

    /// <summary>Runs the script and returns its notes.</summary>
    /// <returns>The answer; null when the process ended instead, which is what exhausted memory and deep nesting do.</returns>
    /// <exception cref="TimeoutException">It took or computed too long; the process is killed.</exception>
    /// <exception cref="InsufficientMemoryException">It grew too large; the process is killed.</exception>
    /// <exception cref="InvalidDataException">Its answer is too long.</exception>
    public async Task<byte[]?> RunAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var answer = AnswerAsync(request, ended.Token);
            var deadline = Task.Delay(_limits.Time, _time, ended.Token);
            var use = WatchUseAsync(ended.Token);
            var first = await Task.WhenAny(answer, deadline, use).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return first == answer ? await answer.ConfigureAwait(false)
                : first == use ? throw await use.ConfigureAwait(false)
                : throw TooLong();
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            Kill();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<byte[]?> AnswerAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            await ScriptFrame.WriteAsync(_process.StandardInput.BaseStream, request, cancellationToken).ConfigureAwait(false);
            return await ScriptFrame.ReadAsync(_process.StandardOutput.BaseStream, _limits.ResultBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static TimeoutException TooLong() => new("The script took too long.");

    /// <summary>Completes when the process has used more than it may.</summary>
    private async Task<Exception> WatchUseAsync(CancellationToken cancellationToken)
    {
        var before = _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        using var timer = new PeriodicTimer(Check, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                _process.Refresh();
                if (_process.WorkingSet64 > _limits.ProcessBytes)
                {
                    return new InsufficientMemoryException("The script used too much memory.");
                }

                if (_process.TotalProcessorTime - before > _limits.ProcessorTime)
                {
                    return TooLong();
                }
            }
            catch (Exception error) when (error is InvalidOperationException or Win32Exception)
            {
                // It has ended; the answer says so.
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    // No variable of the server's: only what the runtime needs, and the limits it keeps.
    private static ProcessStartInfo StartInfo(ScriptChildCommand command, ScriptLimits limits)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory) ?? "/",
        };
        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith("DOTNET_ROOT", StringComparison.OrdinalIgnoreCase) || name.Equals("SystemRoot", StringComparison.OrdinalIgnoreCase))
            {
                start.Environment[name] = (string?)variable.Value;
            }
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{limits.HeapBytes:X}";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "0x400000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }
}
