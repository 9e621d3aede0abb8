using System.Text.Json;
using Parley.Bench.Benches;
using Parley.Bench.Measuring;
using Parley.Testing;

namespace Parley.Bench.Tests;

/// <summary>Every bench once, as small as it gets, in a process of its own.</summary>
public abstract class SmokeTests
{
    protected static async Task RunAsync(params string[] names)
    {
        using var results = new TemporaryDirectory();
        using var bench = BenchProcess.Start(results, ["--smoke", .. names]);
        var (code, table) = await bench.EndAsync();

        code.ShouldBe(0, bench.Errors);
        var page = await File.ReadAllTextAsync(results.File("latest.md"), TestContext.Current.CancellationToken);
        foreach (var name in names)
        {
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(results.File(name.Replace('/', '-') + ".json"), TestContext.Current.CancellationToken));
            json.RootElement.GetProperty("size").GetString().ShouldBe("smoke");
            var rows = json.RootElement.GetProperty("rows").Deserialize<Row[]>(JsonSerializerOptions.Web)!;
            rows.ShouldNotBeEmpty();
            rows.ShouldAllBe(r => r.Bench == name.Split('/', 2)[0] && double.IsFinite(r.Value) && r.Value >= 0);
            foreach (var row in rows)
            {
                table.ShouldContain($"| {row.Name} |");
                page.ShouldContain($"| {row.Name} |");
            }
        }
    }
}

public sealed class EveryBenchTests
{
    [Fact]
    public void No_bench_is_left_out() =>
        BenchCatalog.All.Select(b => b.Name).ShouldBe(
            new[] { WireSmokeTests.Names, VoiceSmokeTests.Names, LoadSmokeTests.Names, EngineSmokeTests.Names }.SelectMany(names => names).Select(name => name.Split('/')[0]),
            ignoreOrder: true);
}

public sealed class WireSmokeTests : SmokeTests
{
    public static string[] Names => ["socketio/base64-16", "hub/16", "voxnexus/frames-20ms", "clients/voxta", "start/connect"];

    [Fact]
    public Task Benches_of_the_wires_run() => RunAsync(Names);
}

public sealed class VoiceSmokeTests : SmokeTests
{
    public static string[] Names => ["listen/energy", "reply/sessions", "bargein/sessions"];

    [Fact]
    public Task Benches_beside_another_voice_framework_run() => RunAsync(Names);
}

public sealed class LoadSmokeTests : SmokeTests
{
    public static string[] Names => ["turn/sessions", "scale/sessions"];

    [Fact]
    public Task Benches_of_many_callers_run() => RunAsync(Names);
}

public sealed class EngineSmokeTests : SmokeTests
{
    public static string[] Names => ["audio/parts", "tts/flite-kal16", "stt/flite-slt"];

    [Fact]
    public Task Benches_of_the_engines_run() => RunAsync(Names);
}
