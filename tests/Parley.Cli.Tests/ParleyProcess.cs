using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Parley.Cli.Tests;

/// <summary>The real command as a process of its own, on a data directory of the test.</summary>
internal sealed partial class ParleyProcess : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Stop = 19;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ParleyProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Where the server answers; null for other commands.</summary>
    public Uri? Url { get; private init; }

    /// <summary>Starts a server on a free port and waits until it says where it is.</summary>
    public static Task<ParleyProcess> UpAsync(string dataDirectory, params string[] options) => UpAsync(dataDirectory, [], options);

    /// <summary>The same, with more environment variables.</summary>
    public static async Task<ParleyProcess> UpAsync(string dataDirectory, Dictionary<string, string> environment, string[] options)
    {
        var process = Start(dataDirectory, ["up", "--json", .. options.Contains("--port") ? Array.Empty<string>() : ["--port", "0"], .. options], environment);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
        if (line is null)
        {
            throw new InvalidOperationException("The server ended: " + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        using var facts = JsonDocument.Parse(line);
        return new ParleyProcess(process) { Url = new Uri(facts.RootElement.GetProperty("url").GetString()!) };
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string dataDirectory, params string[] words)
    {
        using var process = Start(dataDirectory, words, []);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a line of shell in which <c>$PARLEY</c> is the command.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> ShellAsync(string dataDirectory, string line)
    {
        var start = new ProcessStartInfo("bash", ["-o", "pipefail", "-c", line])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["PARLEY_DATA"] = dataDirectory, ["PARLEY"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "parley.dll")}" },
        };
        start.Environment.Remove("PARLEY_SERVER");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts a command that reads what the test writes.</summary>
    public static ParleyProcess Open(string dataDirectory, params string[] words) => new(Start(dataDirectory, words, []));

    /// <summary>Writes a line to its input.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends its input.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>The next line of its output that contains this.</summary>
    public Task<string> OutputAsync(string part) => FindAsync(_process.StandardOutput, part);

    /// <summary>The next line of its diagnostics that contains this.</summary>
    public Task<string> ErrorAsync(string part) => FindAsync(_process.StandardError, part);

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => kill(_process.Id, signal).ShouldBe(0);

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string> FindAsync(StreamReader reader, string part)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline) is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended without \"{part}\": {await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    private static Process Start(string dataDirectory, string[] words, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "parley.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["PARLEY_DATA"] = dataDirectory },
        };
        start.Environment.Remove("PARLEY_SERVER");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
