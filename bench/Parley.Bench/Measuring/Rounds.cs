using System.Globalization;

namespace Parley.Bench.Measuring;

/// <summary>Many values of one kind, measured in several rounds: figures are over all of them, their spread is that of the rounds.</summary>
internal sealed class Rounds
{
    // Fewer values have no hundredth part.
    private const int EnoughForP99 = 100;

    private readonly List<Samples> _rounds = [];
    private readonly Samples _all = new();

    public int Count => _all.Count;

    public double Median => _all.Median;

    public double P99 => _all.Percentile(99);

    /// <summary>Takes a round's values.</summary>
    public void Add(Samples round)
    {
        _rounds.Add(round);
        _all.Add(round);
    }

    /// <summary>A row with the median; of a single round the spread is that of the middle half of its values.</summary>
    public Row MedianRow(string bench, string name, string unit, string values) => new(
        bench,
        name,
        Median,
        unit,
        string.Create(CultureInfo.InvariantCulture, $"{(_rounds.Count > 1 ? Spread(r => r.Median) : $"middle half {Report.Figure(_all.Percentile(25))} – {Report.Figure(_all.Percentile(75))}")}, {Count} {values}"));

    /// <summary>A row with the 99th percentile, or with the greatest where there are too few values for one.</summary>
    public Row TailRow(string bench, string name, string unit, string? note = null)
    {
        var spread = _rounds.Count > 1 ? Spread(r => r.Percentile(Count >= EnoughForP99 ? 99 : 100)) : null;
        return new(
            bench,
            name + (Count >= EnoughForP99 ? ", p99" : ", greatest"),
            _all.Percentile(Count >= EnoughForP99 ? 99 : 100),
            unit,
            string.Join(", ", new[] { spread, note }.OfType<string>()));
    }

    private string Spread(Func<Samples, double> figure)
    {
        var figures = new Samples();
        _rounds.ForEach(r => figures.Add(figure(r)));
        return figures.Spread;
    }
}
