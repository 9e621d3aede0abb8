namespace Parley.Estuary.Wire;

/// <summary>Characters, a page of them.</summary>
public sealed record CharacterPage
{
    /// <summary>The page.</summary>
    public IReadOnlyList<CharacterData> Characters { get; set; } = [];

    /// <summary>How many there are in all.</summary>
    public int Total { get; set; }

    /// <summary>How many were asked for.</summary>
    public int Limit { get; set; }

    /// <summary>How many were skipped.</summary>
    public int Offset { get; set; }
}
