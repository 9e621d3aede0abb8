using Parley.Bench.Measuring;

namespace Parley.Bench.Benches;

/// <summary>One thing to measure.</summary>
internal interface IBench
{
    string Name { get; }

    string Description { get; }

    /// <param name="quick">Fewer rounds: minutes instead of a quarter of an hour.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    Task<IReadOnlyList<Row>> RunAsync(bool quick, CancellationToken cancellationToken);
}
