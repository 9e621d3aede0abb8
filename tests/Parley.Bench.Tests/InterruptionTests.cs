using Parley.Testing;

namespace Parley.Bench.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public async Task Ctrl_c_keeps_what_was_measured_and_a_second_start_goes_on_with_the_rest()
    {
        using var results = new TemporaryDirectory();
        string[] words = ["--smoke", "voxnexus/idle", "start/process"];
        using (var first = BenchProcess.Start(results, words))
        {
            await first.ReadErrorsUntilAsync("voxnexus idle: ");
            first.Interrupt();
            (await first.EndAsync()).Code.ShouldBe(130, first.Errors);
        }

        File.Exists(results.File("voxnexus-idle.json")).ShouldBeTrue();
        File.Exists(results.File("start-process.json")).ShouldBeFalse();
        var measured = await File.ReadAllTextAsync(results.File("voxnexus-idle.json"), TestContext.Current.CancellationToken);

        using var second = BenchProcess.Start(results, words);
        var (code, table) = await second.EndAsync();

        code.ShouldBe(0, second.Errors);
        second.Errors.ShouldContain("voxnexus idle: measured before the interruption");
        (await File.ReadAllTextAsync(results.File("voxnexus-idle.json"), TestContext.Current.CancellationToken)).ShouldBe(measured);
        File.Exists(results.File("start-process.json")).ShouldBeTrue();
        File.Exists(results.File("runs.json")).ShouldBeFalse();
        foreach (var bench in new[] { "| voxnexus |", "| start |" })
        {
            table.ShouldContain(bench);
        }
    }
}
