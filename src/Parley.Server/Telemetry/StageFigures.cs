namespace Parley.Server.Telemetry;

/// <summary>How long a stage takes: nearest-rank percentiles.</summary>
internal sealed record StageFigures(TimeSpan Median, TimeSpan Percentile95)
{
    /// <summary>Of at least one duration.</summary>
    public static StageFigures Of(TimeSpan[] durations)
    {
        Array.Sort(durations);
        return new StageFigures(Rank(50), Rank(95));

        TimeSpan Rank(int percent) => durations[(int)Math.Ceiling(durations.Length * percent / 100.0) - 1];
    }
}
