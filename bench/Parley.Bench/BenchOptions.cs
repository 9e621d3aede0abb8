using System.Diagnostics.CodeAnalysis;
using Parley.Bench.Benches;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench;

/// <summary>The command line.</summary>
/// <param name="Names">The benches asked for, or their parts as <c>bench/part</c>; empty for all.</param>
/// <param name="Size">How much is measured.</param>
/// <param name="Output">Where results go.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Names, BenchSize Size, string Output)
{
    public static string Usage { get; } =
        "parley bench [NAME | NAME/PART ...] [--quick | --smoke] [--out FOLDER]\n\n" +
        "Without names everything is measured. An interrupted run goes on where it stopped when it is started again with the same words.\n" +
        "--quick takes some twelve minutes in all; --smoke only shows that everything runs and is right, its figures mean nothing.\n" +
        "Results go to bench/results, those of --smoke to artifacts/bench-smoke.\n\n" +
        string.Concat(BenchCatalog.All.Select(b => $"  {b.Name,-10} {b.Description}\n{"",-13}{string.Join(' ', Parts(b))}\n"));

    /// <summary>Whether a measurement was asked for.</summary>
    public bool Includes(IBench bench, Measurement measurement) =>
        Names.Count == 0 || Names.Contains(bench.Name) || Names.Contains($"{bench.Name}/{measurement.Id}");

    /// <param name="args">The words after <c>bench</c>.</param>
    /// <param name="options">What they mean.</param>
    /// <param name="error">What is wrong with them.</param>
    public static bool TryParse(IReadOnlyList<string> args, [NotNullWhen(true)] out BenchOptions? options, [NotNullWhen(false)] out string? error)
    {
        (options, error) = (null, null);
        var names = new List<string>();
        var size = BenchSize.Whole;
        string? output = null;
        for (var i = 0; i < args.Count && error is null; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    size = BenchSize.Quick;
                    break;
                case "--smoke":
                    size = BenchSize.Smoke;
                    break;
                case "--out" when i + 1 < args.Count:
                    output = args[++i];
                    break;
                case "--out":
                    error = "--out needs a folder.";
                    break;
                case ['-', ..]:
                    error = $"There is no option '{args[i]}'; there are --quick, --smoke and --out.";
                    break;
                default:
                    error = Unknown(args[i]);
                    names.Add(args[i]);
                    break;
            }
        }

        options = error is null ? new BenchOptions(names, size, output ?? Path.Combine(Repository.Folder, size == BenchSize.Smoke ? "artifacts/bench-smoke" : "bench/results")) : null;
        return options is not null;
    }

    private static string? Unknown(string name)
    {
        var (benchName, part) = name.Split('/', 2) is [var first, var second] ? (first, second) : (name, null);
        var bench = BenchCatalog.All.FirstOrDefault(b => b.Name == benchName);
        return bench is null ? $"There is no bench '{benchName}'; there are {string.Join(", ", BenchCatalog.All.Select(b => b.Name))}."
            : part is not null && !Parts(bench).Contains(part) ? $"{benchName} has no part '{part}'; it has {string.Join(", ", Parts(bench))}."
            : null;
    }

    private static IEnumerable<string> Parts(IBench bench) => bench.Measurements(BenchSize.Whole).Select(m => m.Id);
}
