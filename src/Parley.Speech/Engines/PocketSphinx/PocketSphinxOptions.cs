namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>How PocketSphinx runs.</summary>
public sealed record PocketSphinxOptions
{
    /// <summary>
    /// The folder that holds the model: an acoustic model in a folder of the same name, <c>NAME.lm.bin</c> and
    /// <c>cmudict-NAME.dict</c>. Default: where Debian's <c>pocketsphinx-en-us</c> puts it.
    /// </summary>
    public string ModelDirectory { get; init; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>
    /// Most decoders at once, which is how many people can speak at the same moment; 1 to 256. Each takes about 97 MB, is made
    /// when first needed and given up after <see cref="IdleTimeout"/>. Null (default): eight per core, within half of the free memory.
    /// </summary>
    public int? MaxDecoders { get; init; }

    /// <summary>
    /// How long an utterance may wait for a decoder, 100 ms to 1 min, default 5 s. Then it fails as <see cref="EngineFailure.Busy"/>.
    /// </summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an unused decoder is kept, 1 s to 1 day, default 5 min. One is always kept.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the first decoder is made in the background at the start, so that the first words do not wait 300 ms; default true.</summary>
    public bool WarmUp { get; init; } = true;

    internal int EffectiveMaxDecoders
    {
        get
        {
            if (MaxDecoders is { } set)
            {
                return set;
            }

            var memory = GC.GetGCMemoryInfo();
            var free = Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
            return (int)Math.Clamp(free / 2 / (100L << 20), 1, Math.Min(256, 8 * Environment.ProcessorCount));
        }
    }

    internal void Check(List<string> problems, string name)
    {
        if (string.IsNullOrWhiteSpace(ModelDirectory))
        {
            problems.Add($"{name}.{nameof(ModelDirectory)} is blank: name a folder, or leave it out.");
        }

        if (MaxDecoders is < 1 or > 256)
        {
            problems.Add($"{name}.{nameof(MaxDecoders)} is {MaxDecoders}: allowed is 1 to 256.");
        }

        if (LeaseTimeout < TimeSpan.FromMilliseconds(100) || LeaseTimeout > TimeSpan.FromMinutes(1))
        {
            problems.Add($"{name}.{nameof(LeaseTimeout)} is {LeaseTimeout}: allowed is 100 ms to 1 minute.");
        }

        if (IdleTimeout < TimeSpan.FromSeconds(1) || IdleTimeout > TimeSpan.FromDays(1))
        {
            problems.Add($"{name}.{nameof(IdleTimeout)} is {IdleTimeout}: allowed is 1 s to 1 day.");
        }
    }
}
