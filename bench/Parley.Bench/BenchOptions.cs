using Parley.Bench.Benches;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench;

/// <summary>The command line.</summary>
/// <param name="Names">The benches asked for, or their measurements as <c>bench/id</c>; empty for all.</param>
/// <param name="Size">How much is measured.</param>
/// <param name="Output">Where results go.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Names, BenchSize Size, string Output)
{
    public static string Usage { get; } =
        "parley bench [NAME | NAME/PART ...] [--quick] [--out FOLDER]\n\n" +
        "Without names everything is measured; an interrupted run goes on where it stopped. --quick takes ten minutes.\n\n" +
        string.Concat(BenchCatalog.All.Select(b => $"  {b.Name,-10} {b.Description}\n"));

    /// <summary>Whether a measurement was asked for.</summary>
    public bool Includes(IBench bench, Measurement measurement) =>
        Names.Count == 0 || Names.Contains(bench.Name) || Names.Contains($"{bench.Name}/{measurement.Id}");

    public static bool TryParse(string[] args, out BenchOptions options)
    {
        options = new BenchOptions([], BenchSize.Whole, Path.Combine(Repository.Folder, "bench", "results"));
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    options = options with { Size = BenchSize.Quick };
                    break;
                case "--smoke":
                    options = options with { Size = BenchSize.Smoke };
                    break;
                case "--out" when i + 1 < args.Length:
                    options = options with { Output = args[++i] };
                    break;
                case var name when BenchCatalog.All.Any(b => b.Name == name.Split('/')[0]):
                    options = options with { Names = [.. options.Names, name] };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
