using System.Globalization;
using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <summary>The conversations of a character with its players (<c>/api/agents/{character}/players</c>). Thread-safe.</summary>
/// <remarks>
/// All throw <see cref="EstuaryRestException"/> when the server refuses, and <see cref="EstuaryException"/> (<c>CONNECTION_FAILED</c>,
/// <c>CONNECTION_TIMEOUT</c>) when it is not reached.
/// </remarks>
public sealed class ConversationClient
{
    private readonly RestCaller _rest;
    private readonly string _base;

    internal ConversationClient(RestCaller rest, string characterId)
    {
        _rest = rest;
        _base = $"/api/agents/{Uri.EscapeDataString(characterId)}/players";
    }

    /// <summary>A page of the conversations.</summary>
    /// <param name="query">Which; null for the 50 latest.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ConversationPage> ListAsync(ConversationQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new ConversationQuery();
        var path = _base + RestCaller.Query(
            ("limit", query.Limit.ToString(CultureInfo.InvariantCulture)),
            ("offset", query.Offset.ToString(CultureInfo.InvariantCulture)),
            ("sort_by", query.SortBy),
            ("sort_order", query.Descending ? "desc" : "asc"),
            ("player_search", query.PlayerSearch),
            ("min_messages", query.MinMessages?.ToString(CultureInfo.InvariantCulture)));
        return _rest.GetAsync(path, EstuaryRestJsonContext.Default.ConversationPage, cancellationToken);
    }

    /// <summary>The conversations counted.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ConversationStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync(_base + "/stats", EstuaryRestJsonContext.Default.ConversationStats, cancellationToken);

    /// <summary>The conversation with a player.</summary>
    /// <param name="playerId">The player.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ConversationData> GetAsync(string playerId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync(Path(playerId), EstuaryRestJsonContext.Default.ConversationData, cancellationToken);

    /// <summary>A page of what was said with a player, oldest first.</summary>
    /// <param name="playerId">The player.</param>
    /// <param name="limit">Most of a page, 1 to 200.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MessagePage> GetMessagesAsync(string playerId, int limit = 50, int offset = 0, CancellationToken cancellationToken = default)
    {
        var path = Path(playerId) + "/messages" + RestCaller.Query(("limit", limit.ToString(CultureInfo.InvariantCulture)), ("offset", offset.ToString(CultureInfo.InvariantCulture)));
        return _rest.GetAsync(path, EstuaryRestJsonContext.Default.MessagePage, cancellationToken);
    }

    /// <summary>Deletes the conversation with a player.</summary>
    /// <param name="playerId">The player.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task DeleteAsync(string playerId, CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync(Path(playerId), EstuaryRestJsonContext.Default.DeletionResult, cancellationToken);

    private string Path(string playerId) => _base + "/" + Uri.EscapeDataString(playerId ?? throw new ArgumentNullException(nameof(playerId)));
}
