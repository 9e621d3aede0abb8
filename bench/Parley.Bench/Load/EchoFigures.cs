namespace Parley.Bench.Load;

/// <summary>What a round of echoes came to.</summary>
/// <param name="Echoes">Requests answered.</param>
/// <param name="Elapsed">By the clock.</param>
/// <param name="Processor">Processor time of the server.</param>
internal readonly record struct EchoFigures(long Echoes, TimeSpan Elapsed, TimeSpan Processor)
{
    /// <summary>Echoes per second of the server's processor: what one core does, whoever else uses the machine.</summary>
    public double PerCore => Echoes / Processor.TotalSeconds;

    public double PerSecond => Echoes / Elapsed.TotalSeconds;

    public double MicrosecondsPerEcho => Processor.TotalMicroseconds / Echoes;
}
