namespace Parley.Speech.Engines.Flite;

/// <summary>How Flite runs.</summary>
public sealed record FliteOptions
{
    /// <summary>Synthesising threads, 1 to 64; null (default) is one per core, at least two and at most 16.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Utterances that may wait for a thread before more are refused as <see cref="EngineFailure.Busy"/>; 1 to 100,000, default 1,024.
    /// </summary>
    public int MaxWaiting { get; init; } = 1_024;

    /// <summary>How long an utterance may wait for its first audio; 100 ms to 10 min, default 10 s. Then it fails as <see cref="EngineFailure.Busy"/>.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal int EffectiveThreads => Threads ?? Math.Clamp(Environment.ProcessorCount, 2, 16);

    internal void Check(List<string> problems, string name)
    {
        if (Threads is < 1 or > 64)
        {
            problems.Add($"{name}.{nameof(Threads)} is {Threads}: allowed is 1 to 64.");
        }

        if (MaxWaiting is < 1 or > 100_000)
        {
            problems.Add($"{name}.{nameof(MaxWaiting)} is {MaxWaiting}: allowed is 1 to 100000.");
        }

        SpeechOptions.CheckTimeout(problems, $"{name}.{nameof(WaitTimeout)}", WaitTimeout);
    }
}
