using System.Text.Json.Serialization;

namespace Parley.Bench.Measuring;

/// <summary>One line of the result table.</summary>
/// <param name="Bench">The bench it belongs to.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit; <see cref="Ratio"/> for a ratio.</param>
/// <param name="Spread">Least and greatest of the rounds, or another sign of how sure the figure is.</param>
/// <param name="Goal">The goal in words; null when there is none.</param>
/// <param name="Met">Whether the goal holds; null when there is none.</param>
internal sealed record Row(string Bench, string Name, double Value, string Unit, string? Spread = null, string? Goal = null, bool? Met = null)
{
    public const string Ratio = "×";

    /// <summary>Whether a missed goal makes the run fail: absolute figures depend on the machine and its other users, ratios do not.</summary>
    [JsonIgnore]
    public bool IsFailure => Met == false && Unit == Ratio;

    /// <summary>The median of several rounds with their spread.</summary>
    public static Row Median(string bench, string name, Samples samples, string unit) => new(bench, name, samples.Median, unit, samples.Spread);

    /// <summary>The mean of parts that make a whole, with their spread.</summary>
    public static Row Mean(string bench, string name, Samples samples, string unit) => new(bench, name, samples.Mean, unit, samples.Spread);

    /// <summary>With the least value that is good enough; null for no goal.</summary>
    public Row AtLeast(double? goal) => goal is null ? this : this with { Goal = $"≥ {goal:0.##} {Unit}", Met = Value >= goal };

    /// <summary>With the greatest value that is good enough; null for no goal.</summary>
    public Row AtMost(double? goal) => goal is null ? this : this with { Goal = $"≤ {goal:0.##} {Unit}", Met = Value <= goal };
}
