using System.Globalization;
using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <summary>What a character remembers of a player (<c>/api/agents/{character}/players/{player}/memories</c>). Thread-safe.</summary>
/// <remarks>
/// All throw <see cref="EstuaryRestException"/> when the server refuses, and <see cref="EstuaryException"/> (<c>CONNECTION_FAILED</c>,
/// <c>CONNECTION_TIMEOUT</c>) when it is not reached.
/// </remarks>
public sealed class MemoryClient
{
    private readonly RestCaller _rest;
    private readonly string _base;

    internal MemoryClient(RestCaller rest, string characterId, string playerId)
    {
        _rest = rest;
        _base = $"/api/agents/{Uri.EscapeDataString(characterId)}/players/{Uri.EscapeDataString(playerId)}/memories";
    }

    /// <summary>A page of the memories.</summary>
    /// <param name="query">Which; null for the 50 latest active ones.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MemoryPage> ListAsync(MemoryQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new MemoryQuery();
        var path = _base + RestCaller.Query(
            ("memory_type", query.MemoryType),
            ("status", query.Status),
            ("limit", query.Limit.ToString(CultureInfo.InvariantCulture)),
            ("offset", query.Offset.ToString(CultureInfo.InvariantCulture)),
            ("sort_by", query.SortBy),
            ("sort_order", query.Descending ? "desc" : "asc"));
        return _rest.GetAsync(path, EstuaryRestJsonContext.Default.MemoryPage, cancellationToken);
    }

    /// <summary>The memories by time.</summary>
    /// <param name="from">The earliest; null for no bound.</param>
    /// <param name="to">The latest; null for no bound.</param>
    /// <param name="groupBy"><c>day</c>, <c>week</c> or <c>month</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MemoryTimeline> GetTimelineAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, string groupBy = "day", CancellationToken cancellationToken = default)
    {
        var path = _base + "/timeline" + RestCaller.Query(("startDate", Time(from)), ("endDate", Time(to)), ("groupBy", groupBy));
        return _rest.GetAsync(path, EstuaryRestJsonContext.Default.MemoryTimeline, cancellationToken);
    }

    /// <summary>The memories counted.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MemoryStats> GetStatsAsync(CancellationToken cancellationToken = default) => _rest.GetAsync(_base + "/stats", EstuaryRestJsonContext.Default.MemoryStats, cancellationToken);

    /// <summary>Facts with one value at a time, such as the player's name.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<CoreFact>> GetCoreFactsAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync(_base + "/core-facts", EstuaryRestJsonContext.Default.CoreFactList, cancellationToken).ConfigureAwait(false)).CoreFacts;

    /// <summary>The memories as a graph.</summary>
    /// <param name="includeEntities">Whether people, places and things have nodes; null lets the server choose.</param>
    /// <param name="includeCharacterMemories">Whether the character's memories of itself are in it; null lets the server choose.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MemoryGraph> GetGraphAsync(bool? includeEntities = null, bool? includeCharacterMemories = null, CancellationToken cancellationToken = default)
    {
        var path = _base + "/graph" + RestCaller.Query(("include_entities", Flag(includeEntities)), ("include_character_memories", Flag(includeCharacterMemories)));
        return _rest.GetAsync(path, EstuaryRestJsonContext.Default.MemoryGraph, cancellationToken);
    }

    /// <summary>The memories that fit a question, best first.</summary>
    /// <param name="text">The question; not blank.</param>
    /// <param name="limit">Most hits, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException"><paramref name="text"/> is blank.</exception>
    public Task<MemorySearchResult> SearchAsync(string text, int limit = 10, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException("There must be a question.", nameof(text));
        }

        // Older servers read the second name.
        var path = _base + "/search" + RestCaller.Query(("q", text), ("query", text), ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        return _rest.GetAsync(path, EstuaryRestJsonContext.Default.MemorySearchResult, cancellationToken);
    }

    /// <summary>Forgets everything about the player.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<DeletionResult> DeleteAllAsync(CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync(_base + "?confirm=true", EstuaryRestJsonContext.Default.DeletionResult, cancellationToken);

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? Flag(bool? value) => value is { } flag ? flag ? "true" : "false" : null;
}
