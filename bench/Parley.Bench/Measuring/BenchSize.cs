namespace Parley.Bench.Measuring;

/// <summary>How much is measured.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="IsQuick">Whether the whole is to be done in some twelve minutes.</param>
/// <param name="Pairs">Rounds in which every program takes its turn; medians are over them.</param>
/// <param name="Warm">How long what is compared runs before the first round, at least.</param>
/// <param name="Window">How long a round of one program takes.</param>
internal sealed record BenchSize(string Name, bool IsQuick, int Pairs, TimeSpan Warm, TimeSpan Window)
{
    public static BenchSize Whole { get; } = new("whole", false, 7, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(3));

    public static BenchSize Quick { get; } = new("quick", true, 3, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(700));

    /// <summary>Enough to see that a row runs and is right; its figures mean nothing.</summary>
    public static BenchSize Smoke { get; } = new("smoke", true, 1, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));

    /// <summary>How many of something: the one for this size.</summary>
    public int Of(int quick, int whole, int smoke) => this == Smoke ? smoke : IsQuick ? quick : whole;

    /// <summary>How many of something that takes next to no time.</summary>
    public int Of(int quick, int whole) => Of(quick, whole, Math.Min(quick, 20));
}
