using Parley.Bench;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

if (args is ["peer", var peer, .. var arguments])
{
    await PeerPrograms.RunAsync(peer, arguments);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (!BenchOptions.TryParse(args, out var options))
{
    Console.Write(BenchOptions.Usage);
    return args.Contains("--help") ? 0 : 2;
}

return await new BenchRun(options, new ResultStore(options.Output)).RunAsync(stop.Token);
