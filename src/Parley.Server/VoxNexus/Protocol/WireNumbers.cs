namespace Parley.Server.VoxNexus.Protocol;

/// <summary>Numbers as the wire has them.</summary>
internal static class WireNumbers
{
    /// <summary>Whole milliseconds, never negative: real clients parse them as unsigned integers.</summary>
    public static long Milliseconds(this TimeSpan value) => Math.Max(0, (long)value.TotalMilliseconds);

    /// <summary>A score between 0 and 1 with four decimals; null stays null.</summary>
    public static double? Score(this double? value) => value is { } score ? Math.Round(Math.Clamp(score, 0, 1), 4) : null;
}
