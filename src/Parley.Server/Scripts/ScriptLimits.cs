namespace Parley.Server.Scripts;

/// <summary>What a script may use. Beyond any of it the script's process is killed and what it noted is dropped.</summary>
internal sealed record ScriptLimits
{
    /// <summary>Processor time of the script: what it may compute, however busy the machine is.</summary>
    public TimeSpan ProcessorTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From the hand-over of a script to its result, by the clock.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From the start of a process until it is ready for a script: slow machines need it.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Heap of the script's process.</summary>
    public long HeapBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>All memory of the process, the runtime's own included.</summary>
    public long ProcessBytes { get; init; } = 320 * 1024 * 1024;

    /// <summary>Result as it comes from the process.</summary>
    public int ResultBytes { get; init; } = 1024 * 1024;

    /// <summary>Scripts that run at the same time; more of them wait.</summary>
    public int Concurrent { get; init; } = 2;

    /// <summary>Scripts that wait; one more is refused.</summary>
    public int Waiting { get; init; } = 64;

    /// <summary>How long an unused process is kept ready.</summary>
    public TimeSpan SpareTime { get; init; } = TimeSpan.FromMinutes(2);
}
