using System.Diagnostics;
using System.Text;
using Parley.Testing;

namespace Parley.Bench.Tests;

/// <summary>The bench in a process of its own, with its results in a folder of the test's.</summary>
internal sealed class BenchProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;

    private BenchProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => _errors.ToString();

    /// <param name="results">The folder for its results.</param>
    /// <param name="words">Its arguments.</param>
    public static BenchProcess Start(TemporaryDirectory results, params string[] words) => Start(results, _ => { }, words);

    public static BenchProcess Start(TemporaryDirectory results, Action<ProcessStartInfo> change, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Parley.Bench.dll"), .. words, "--out", results.FullPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        change(start);
        return new BenchProcess(Process.Start(start)!);
    }

    /// <summary>Waits for a line on standard error that begins so.</summary>
    public async Task ReadErrorsUntilAsync(string beginning)
    {
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException($"It ended without '{beginning}': {_errors}");
            _errors.AppendLine(line);
        }
        while (!line.StartsWith(beginning, StringComparison.Ordinal));
    }

    /// <summary>Presses Ctrl+C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code and what it wrote to standard output.</returns>
    public async Task<(int Code, string Output)> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        _errors.Append(await _process.StandardError.ReadToEndAsync(deadline.Token));
        await _process.WaitForExitAsync(deadline.Token);
        return (_process.ExitCode, await _output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
