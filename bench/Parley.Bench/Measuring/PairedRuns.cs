namespace Parley.Bench.Measuring;

/// <summary>
/// Ours and its peers in turns (ours, peer, ours, peer, …), so that whatever else the machine does falls on all of them; ratios are
/// taken within a round.
/// </summary>
internal sealed class PairedRuns
{
    private readonly Dictionary<string, Samples> _values = [];
    private readonly Dictionary<string, Samples> _ratios = [];

    /// <summary>What ours came to.</summary>
    public Samples Ours { get; } = new();

    /// <param name="rounds">How many.</param>
    /// <param name="ours">Measures ours once.</param>
    /// <param name="peers">Measures each peer once.</param>
    public static async Task<PairedRuns> RunAsync(int rounds, Func<Task<double>> ours, params (string Name, Func<Task<double>> MeasureAsync)[] peers)
    {
        var runs = new PairedRuns();
        foreach (var (name, _) in peers)
        {
            runs._values[name] = new Samples();
            runs._ratios[name] = new Samples();
        }

        for (var round = 0; round < rounds; round++)
        {
            var own = await ours();
            runs.Ours.Add(own);
            foreach (var (name, measureAsync) in peers)
            {
                var value = await measureAsync();
                runs._values[name].Add(value);
                runs._ratios[name].Add(own / value);
            }
        }

        return runs;
    }

    /// <summary>What a peer came to.</summary>
    public Samples Peer(string name) => _values[name];

    /// <summary>Ours divided by the peer's, round by round.</summary>
    public Samples Ratio(string name) => _ratios[name];
}
