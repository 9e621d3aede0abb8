using System.Diagnostics;
using System.Globalization;

namespace Parley.Bench.Peers;

/// <summary>A server in a process of its own, pinned to one core so that the load generator has the other.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const string Ready = "READY ";
    private readonly Process _process;

    private PeerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts this program as <c>peer NAME</c> and waits for the line with its address.</summary>
    public static Task<PeerProcess> StartAsync(string name, CancellationToken cancellationToken) =>
        StartAsync([Environment.ProcessPath!, .. EntryAssembly(), "peer", name], cancellationToken);

    /// <summary>Starts any program that prints <c>READY url</c>.</summary>
    public static async Task<PeerProcess> StartAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("0");
        foreach (var word in command)
        {
            start.ArgumentList.Add(word);
        }

        // One heap and no background threads beyond what one core can run.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The peer did not start.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.Token.Register(() => process.StandardInput.Close());
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                return new PeerProcess(process, new Uri(line[Ready.Length..].Trim()));
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The peer '{string.Join(' ', command)}' ended before it was ready."));
    }

    /// <summary>What a peer prints when it listens. It answers questions about its memory, and ends when its standard input does.</summary>
    public static async Task AnnounceAsync(Uri address)
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
            }
        }
    }

    /// <summary>Bytes a .NET peer has allocated since it started.</summary>
    public Task<long> AllocatedAsync(CancellationToken cancellationToken) => AskAsync("allocated", cancellationToken);

    /// <summary>Lets a .NET peer collect its garbage.</summary>
    public Task CollectAsync(CancellationToken cancellationToken) => AskAsync("collect", cancellationToken);

    private async Task<long> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return long.Parse(await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? "0", CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string[] EntryAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
