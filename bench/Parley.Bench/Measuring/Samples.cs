namespace Parley.Bench.Measuring;

/// <summary>Measured values of one kind and their order statistics.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Percentile(50);

    public double Mean => _values.Average();

    public double Minimum => _values.Min();

    public double Maximum => _values.Max();

    /// <summary>Least and greatest.</summary>
    public string Spread => $"{Report.Figure(Minimum)} – {Report.Figure(Maximum)}";

    public void Add(double value) => _values.Add(value);

    public void Add(Samples others) => _values.AddRange(others._values);

    /// <summary>Nearest-rank percentile.</summary>
    public double Percentile(double percent)
    {
        if (_values.Count == 0)
        {
            return double.NaN;
        }

        var sorted = _values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
