using Parley.Bench.Measuring;
using Parley.Testing;

namespace Parley.Bench.Tests;

public sealed class ResultStoreTests : IDisposable
{
    private static readonly Measurement First = new("first", _ => throw new InvalidOperationException());
    private static readonly Row[] Rows = [new("bench", "what", 1.5, Row.Ratio, "1 – 2")];

    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public void An_interrupted_run_knows_what_it_has_measured()
    {
        Begin(BenchSize.Quick).Write("bench", First, Rows);

        Begin(BenchSize.Quick).Find("bench", First).ShouldBe(Rows);
    }

    [Fact]
    public void A_run_that_ended_is_followed_by_one_that_measures_anew()
    {
        var run = Begin(BenchSize.Quick);
        run.Write("bench", First, Rows);
        run.EndRun();

        Begin(BenchSize.Quick).Find("bench", First).ShouldBeNull();
        File.Exists(_folder.File("bench-first.json")).ShouldBeTrue();
    }

    [Fact]
    public void A_run_of_other_names_neither_takes_part_in_an_interrupted_one_nor_forgets_it()
    {
        Begin(BenchSize.Quick).Write("bench", First, Rows);

        var other = Begin(BenchSize.Quick, "bench");
        other.Find("bench", First).ShouldBeNull();
        other.EndRun();

        Begin(BenchSize.Quick).Find("bench", First).ShouldBe(Rows);
    }

    [Fact]
    public void Results_of_another_size_are_not_taken_for_this_run()
    {
        Begin(BenchSize.Whole);
        Begin(BenchSize.Quick, "bench").Write("bench", First, Rows);

        Begin(BenchSize.Whole).Find("bench", First).ShouldBeNull();
    }

    [Fact]
    public void A_file_that_was_damaged_is_measured_anew()
    {
        Begin(BenchSize.Quick).Write("bench", First, Rows);
        File.WriteAllText(_folder.File("bench-first.json"), "{\"bench\":");

        Begin(BenchSize.Quick).Find("bench", First).ShouldBeNull();
    }

    [Fact]
    public void The_page_shows_every_result_in_the_order_of_the_benches()
    {
        var run = Begin(BenchSize.Quick);
        run.Write("late", First, [Rows[0] with { Bench = "late" }]);
        run.Write("bench", First, Rows);
        run.WriteLatest(["bench", "late"]);

        var page = File.ReadAllText(_folder.File("latest.md"));
        page.ShouldContain("| bench | what | 1.5 × | 1 – 2 |");
        page.IndexOf("## bench", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("## late", StringComparison.Ordinal));
        page.ShouldContain(", quick\n");
    }

    public void Dispose() => _folder.Dispose();

    private ResultStore Begin(BenchSize size, params string[] names)
    {
        var store = new ResultStore(_folder.FullPath, size);
        store.BeginRun(names);
        return store;
    }
}
