using Parley.Bench.Benches;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

IBench[] benches = [new VoxNexusBench(), new TtsBench(), new SttBench()];
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (args is ["peer", var peer])
{
    await (peer switch
    {
        "raw-echo" => RawEchoPeer.RunAsync(),
        "parley" => ParleyPeer.RunAsync(counting: false),
        "voxnexus-counting" => ParleyPeer.RunAsync(counting: true),
        _ => throw new ArgumentException($"There is no peer '{peer}'."),
    });
    return 0;
}

var quick = args.Contains("--quick");
var output = args.SkipWhile(a => a != "--out").Skip(1).FirstOrDefault() ?? Path.Combine("bench", "results");
var names = args.TakeWhile(a => a != "--out").Where(a => !a.StartsWith('-')).ToArray();
if (args.Contains("--help") || names.Except(benches.Select(b => b.Name)).Any())
{
    Console.WriteLine("parley bench [NAME ...] [--quick] [--out FOLDER]");
    foreach (var bench in benches)
    {
        Console.WriteLine($"  {bench.Name,-10} {bench.Description}");
    }

    return args.Contains("--help") ? 0 : 2;
}

var missed = false;
var all = new List<Row>();
foreach (var bench in benches.Where(b => names.Length == 0 || names.Contains(b.Name)))
{
    await Console.Error.WriteLineAsync($"{bench.Name}: {bench.Description} ...");
    try
    {
        var rows = await bench.RunAsync(quick, stop.Token);
        Report.Write(output, bench.Name, rows);
        all.AddRange(rows);
        missed |= rows.Any(r => r.Met == false);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("Stopped; what was finished is written.");
        break;
    }
}

Console.Write(Report.Table(all));
return missed ? 1 : 0;
