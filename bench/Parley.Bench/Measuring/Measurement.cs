namespace Parley.Bench.Measuring;

/// <summary>A part of a bench that is measured, written and resumed by itself.</summary>
/// <param name="Id">Its name within the bench, also of its file; lower case with hyphens.</param>
/// <param name="RunAsync">Measures.</param>
internal sealed record Measurement(string Id, Func<CancellationToken, Task<IReadOnlyList<Row>>> RunAsync)
{
    /// <summary>Files to lie beside the rows, text by name; filled while measuring.</summary>
    public IDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}
