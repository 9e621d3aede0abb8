using Parley.Bench.Benches;
using Parley.Bench.Measuring;

namespace Parley.Bench.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Help_names_every_bench_every_part_and_every_option()
    {
        foreach (var bench in BenchCatalog.All)
        {
            BenchOptions.Usage.ShouldContain($"  {bench.Name} ");
            foreach (var part in bench.Measurements(BenchSize.Whole))
            {
                BenchOptions.Usage.ShouldContain(part.Id);
            }
        }

        foreach (var option in new[] { "--quick", "--smoke", "--out" })
        {
            BenchOptions.Usage.ShouldContain(option);
        }
    }

    [Fact]
    public void An_unknown_bench_is_refused_with_the_names_there_are()
    {
        BenchOptions.TryParse(["hubb"], out _, out var error).ShouldBeFalse();
        error.ShouldStartWith("There is no bench 'hubb'; there are socketio, hub, voxnexus,");
    }

    [Fact]
    public void An_unknown_part_is_refused_with_the_parts_there_are()
    {
        BenchOptions.TryParse(["hub/17"], out _, out var error).ShouldBeFalse();
        error.ShouldBe("hub has no part '17'; it has 16, 1, idle.");
    }

    [Theory]
    [InlineData("--slow", "There is no option '--slow'")]
    [InlineData("--out", "--out needs a folder.")]
    public void A_wrong_option_is_refused(string option, string expected)
    {
        BenchOptions.TryParse([option], out _, out var error).ShouldBeFalse();
        error.ShouldStartWith(expected);
    }

    [Fact]
    public void Names_choose_benches_and_their_parts()
    {
        BenchOptions.TryParse(["hub/idle", "tts", "--quick"], out var options, out _).ShouldBeTrue();

        var chosen = BenchCatalog.All.SelectMany(b => b.Measurements(options.Size).Where(m => options.Includes(b, m)).Select(m => $"{b.Name}/{m.Id}"));
        chosen.ShouldBe(["hub/idle", "tts/flite-slt", "tts/flite-kal16", "tts/espeak-en-us", "tts/flite-program", "tts/espeak-ng-program"]);
        options.Size.ShouldBe(BenchSize.Quick);
    }

    [Fact]
    public void Figures_that_mean_nothing_do_not_replace_results()
    {
        BenchOptions.TryParse(["--smoke"], out var smoke, out _).ShouldBeTrue();
        BenchOptions.TryParse([], out var whole, out _).ShouldBeTrue();

        smoke.Output.ShouldNotBe(whole.Output);
    }
}
