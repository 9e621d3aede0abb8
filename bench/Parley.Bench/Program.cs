using Parley.Bench;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

if (args is ["peer", var peer, .. var arguments])
{
    await PeerPrograms.RunAsync(peer, arguments);
    return 0;
}

if (args.Contains("--help"))
{
    Console.Write(BenchOptions.Usage);
    return 0;
}

if (!BenchOptions.TryParse(args, out var options, out var error))
{
    await Console.Error.WriteLineAsync($"{error} See ./parley bench --help.");
    return 2;
}

// The first Ctrl+C ends the run in order, a second one at once.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

return await new BenchRun(options, new ResultStore(options.Output, options.Size)).RunAsync(stop.Token);
