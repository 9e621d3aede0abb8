namespace Parley.VoxNexus.Wire;

/// <summary>The answer of <c>GET /v1/voices</c>.</summary>
public sealed record VoicePage
{
    /// <summary>The voices of this page, by id.</summary>
    public IReadOnlyList<Voice> Voices { get; init; } = [];

    /// <summary>Where the page stands; null when the server does not say.</summary>
    public Pagination? Pagination { get; init; }
}
