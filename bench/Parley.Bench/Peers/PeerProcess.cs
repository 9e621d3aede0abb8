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

    /// <summary>What a peer prints when it listens; it ends when its standard input does.</summary>
    public static async Task AnnounceAsync(Uri address)
    {
        Console.WriteLine(Ready + address);
        await Console.In.ReadToEndAsync();
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
