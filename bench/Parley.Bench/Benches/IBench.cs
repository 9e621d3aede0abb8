using Parley.Bench.Measuring;

namespace Parley.Bench.Benches;

/// <summary>Things to measure that belong together.</summary>
internal interface IBench
{
    /// <summary>One word, as in <c>./parley bench NAME</c>.</summary>
    string Name { get; }

    /// <summary>What is measured, beside what.</summary>
    string Description { get; }

    /// <summary>Its parts, in order.</summary>
    IEnumerable<Measurement> Measurements(BenchSize size);
}
