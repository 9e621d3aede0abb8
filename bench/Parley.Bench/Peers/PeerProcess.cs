using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Measuring;

namespace Parley.Bench.Peers;

/// <summary>
/// A program that is measured, in a process of its own: servers on one core, so that the load generator and the clients have the
/// other. It prints <c>READY url</c>, answers each line on its standard input with one line, and ends when its standard input does.
/// </summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    public const int ServerCore = 0;
    public const int LoadCore = 1;

    private const string Ready = "READY ";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private PeerProcess(Process process, Uri address, TimeSpan startTime)
    {
        _process = process;
        Address = address;
        StartTime = startTime;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the line that says it is ready.</summary>
    public TimeSpan StartTime { get; }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime => ProcessorClock.Read(_process);

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Waits until a fresh server has loaded its engines: half a second in which it used next to no processor time; 20 s at most.</summary>
    public async Task BecomeIdleAsync(CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(20); waited += step)
        {
            var before = ProcessorTime;
            await Task.Delay(step, TimeProvider.System, cancellationToken);
            if (ProcessorTime - before < step / 20)
            {
                return;
            }
        }
    }

    /// <summary>Starts this program as <c>peer NAME</c>.</summary>
    public static Task<PeerProcess> StartAsync(string name, CancellationToken cancellationToken, int core = ServerCore, params string[] arguments) =>
        StartAsync([Environment.ProcessPath!, .. EntryAssembly(), "peer", name, .. arguments], core, cancellationToken, spins: !PeerPrograms.IsParleyServer(name));

    /// <summary>Starts a program of <c>bench/peers</c> in Node.</summary>
    public static Task<PeerProcess> StartNodeAsync(string script, CancellationToken cancellationToken, int core = ServerCore, params string[] arguments) =>
        StartAsync(["node", "--no-warnings", "--expose-gc", Path.Combine(Repository.Folder, "bench", "peers", script), .. arguments], core, cancellationToken);

    /// <summary>What a .NET peer does once it listens.</summary>
    public static Task AnnounceAsync(Uri address) => AnnounceAsync(address, question => throw new ArgumentException($"'{question}' is no question."));

    /// <summary>What a .NET peer does once it is ready: it answers questions about its memory, and its own ones.</summary>
    public static async Task AnnounceAsync(Uri address, Func<string, Task<string>> answer)
    {
        Console.WriteLine(Ready + address);
        while (await Console.In.ReadLineAsync() is { } question)
        {
            switch (question)
            {
                case "allocated":
                    Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));
                    break;
                case "collect":
                    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    GC.WaitForPendingFinalizers();
                    Console.WriteLine("0");
                    break;
                default:
                    Console.WriteLine(await answer(question));
                    break;
            }
        }
    }

    /// <summary>Bytes a .NET peer has allocated since it started.</summary>
    public async Task<long> AllocatedAsync(CancellationToken cancellationToken) =>
        long.Parse(await AskAsync("allocated", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>Lets the peer collect its garbage.</summary>
    public Task CollectAsync(CancellationToken cancellationToken) => AskAsync("collect", cancellationToken);

    /// <summary>Says one line and returns the line it is answered with.</summary>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException($"The peer ended when it was asked '{question}'.");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_process);
        _process.Dispose();
    }

    private static async Task<PeerProcess> StartAsync(IReadOnlyList<string> command, int core, CancellationToken cancellationToken, bool spins = true)
    {
        var words = Machine.CanPin ? ["taskset", "-c", core.ToString(CultureInfo.InvariantCulture), .. command] : command;
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        // One heap, and no more threads than one core can run.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";

        // On one core the runtime waits ten times as long before it compiles hot code anew; the code is the same in the end.
        start.Environment["DOTNET_TC_DelaySingleProcMultiplier"] = "1";
        if (!spins)
        {
            // As in the runtimeconfig.json of the parley program.
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        }

        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("The peer did not start.");
        try
        {
            using var deadline = new CancellationTokenSource(StartDeadline, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            while (await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                if (line.StartsWith(Ready, StringComparison.Ordinal))
                {
                    return new PeerProcess(process, new Uri(line[Ready.Length..].Trim()), Stopwatch.GetElapsedTime(started));
                }
            }
        }
        catch
        {
            await StopAsync(process);
            process.Dispose();
            throw;
        }

        process.Dispose();
        throw new InvalidOperationException($"The peer '{string.Join(' ', command)}' ended before it was ready.");
    }

    private static async Task StopAsync(Process process)
    {
        try
        {
            process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(StopDeadline, TimeProvider.System);
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static string[] EntryAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
