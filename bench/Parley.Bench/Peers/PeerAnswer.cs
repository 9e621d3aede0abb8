using System.Text.Json;

namespace Parley.Bench.Peers;

/// <summary>What a peer that measures itself found.</summary>
/// <param name="Values">One for each thing measured; empty where there is only a count.</param>
/// <param name="Count">How many were done.</param>
/// <param name="Seconds">How long it took by the clock.</param>
/// <param name="ProcessorMicroseconds">Processor time it took.</param>
/// <param name="Check">Sum over what was received, to be compared with what was sent.</param>
internal sealed record PeerAnswer(IReadOnlyList<double> Values, long Count, double Seconds, double ProcessorMicroseconds, long Check)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public double PerSecond => Count / Seconds;

    /// <summary>Per second of the peer's processor: what one core does.</summary>
    public double PerCore => Count / ProcessorMicroseconds * 1e6;

    public static PeerAnswer Read(string line) =>
        JsonSerializer.Deserialize<PeerAnswer>(line, Json) is { } answer
            ? answer with { Values = answer.Values ?? [] }
            : throw new InvalidOperationException($"The peer answered '{line}'.");

    public string Write() => JsonSerializer.Serialize(this, Json);
}
