namespace Parley.Speech.Engines.EspeakNg;

/// <summary>How eSpeak NG runs: always as a program of its own, never loaded (its licence is the GPL).</summary>
public sealed record EspeakNgOptions
{
    /// <summary>The program: a name that is looked up in PATH, or a full path; default <c>espeak-ng</c>.</summary>
    public string Program { get; init; } = "espeak-ng";

    /// <summary>Processes at the same time, 1 to 256; null (default) is two per core, at least 4 and at most 32.</summary>
    public int? MaxProcesses { get; init; }

    /// <summary>How long a request may wait for a free process; 100 ms to 10 min, default 10 s. Then it fails as <see cref="EngineFailure.Busy"/>.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a process may stay silent before it is killed; 100 ms to 10 min, default 10 s. Then the request fails as <see cref="EngineFailure.Timeout"/>.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal int EffectiveMaxProcesses => MaxProcesses ?? Math.Clamp(2 * Environment.ProcessorCount, 4, 32);

    internal void Check(List<string> problems, string name)
    {
        if (string.IsNullOrWhiteSpace(Program))
        {
            problems.Add($"{name}.{nameof(Program)} is blank: name the program.");
        }

        if (MaxProcesses is < 1 or > 256)
        {
            problems.Add($"{name}.{nameof(MaxProcesses)} is {MaxProcesses}: allowed is 1 to 256.");
        }

        SpeechOptions.CheckTimeout(problems, $"{name}.{nameof(WaitTimeout)}", WaitTimeout);
        SpeechOptions.CheckTimeout(problems, $"{name}.{nameof(StallTimeout)}", StallTimeout);
    }
}
