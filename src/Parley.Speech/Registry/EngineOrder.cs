namespace Parley.Speech.Registry;

/// <summary>Which factories are used, in which order.</summary>
internal static class EngineOrder
{
    /// <summary>The factories of one job: those <paramref name="ids"/> names, in its order; all in the catalogue's order when it is null.</summary>
    /// <exception cref="ArgumentException">An id is not an engine of this job.</exception>
    public static IReadOnlyList<TFactory> Of<TFactory>(string setting, IReadOnlyList<string>? ids, IReadOnlyList<IEngineFactory> factories)
        where TFactory : IEngineFactory
    {
        var offered = factories.OfType<TFactory>().ToList();
        return ids is null
            ? offered
            : [.. ids.Select(id => offered.Find(f => f.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(setting, id, offered))];
    }

    /// <summary>Ids are unique per job: a recogniser and a synthesiser of one service may share theirs.</summary>
    public static void CheckIds(IReadOnlyList<IEngineFactory> factories)
    {
        CheckIds<IRecognizerFactory>(factories);
        CheckIds<ISynthesizerFactory>(factories);
        CheckIds<IVoiceActivityFactory>(factories);
    }

    private static void CheckIds<TFactory>(IReadOnlyList<IEngineFactory> factories)
        where TFactory : IEngineFactory
    {
        var twice = factories.OfType<TFactory>().GroupBy(f => f.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"Two engines have the id '{twice.Key}'.");
        }
    }

    private static ArgumentException Unknown<TFactory>(string setting, string id, List<TFactory> offered)
        where TFactory : IEngineFactory
    {
        var names = offered.Count == 0 ? "none" : string.Join(", ", offered.Select(f => f.Id));
        return new ArgumentException($"{setting} names '{id}', which is not an engine here. Known: {names}.");
    }
}
