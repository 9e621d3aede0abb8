using System.Globalization;
using System.Text.Json;
using Parley.Conversation.Memories;
using Parley.Estuary.Wire;

namespace Parley.Server.Estuary.Rest;

/// <summary><c>/api/agents/{agent}/players/{player}/memories</c> (§7.2).</summary>
internal sealed class MemoryCalls(IMemoryStore memories)
{
    private const string Base = "/api/agents/{agent}/players/{player}/memories";
    private const int All = 10_000;

    public void Map(RestRoutes routes)
    {
        routes.Get(Base, ListAsync);
        routes.Delete(Base, ClearAsync);
        routes.Get(Base + "/timeline", TimelineAsync);
        routes.Get(Base + "/stats", StatsAsync);
        routes.Get(Base + "/core-facts", FactsAsync);
        routes.Get(Base + "/graph", GraphAsync);
        routes.Get(Base + "/search", SearchAsync);
    }

    private async Task ListAsync(RestRequest request)
    {
        var limit = request.Number("limit", 50, 1, 200);
        var offset = request.Number("offset", 0, 0, int.MaxValue);
        var page = await memories.ListAsync(
            new MemoryQuery
            {
                Scope = await request.ScopeAsync(),
                Type = request.Query("memory_type"),
                Status = request.Query("status") ?? "active",
                Order = request.Choice("sort_by", "created_at", "created_at", "confidence", "last_accessed_at") switch
                {
                    "confidence" => MemoryOrder.Confidence,
                    "last_accessed_at" => MemoryOrder.LastAccessed,
                    _ => MemoryOrder.Created,
                },
                Descending = request.Choice("sort_order", "desc", "asc", "desc") == "desc",
                Limit = limit,
                Offset = offset,
            },
            request.Aborted);
        await request.WriteAsync(
            new MemoryPage { Memories = [.. page.Items.Select(MemoryShapes.Of)], Total = page.Total, Limit = limit, Offset = offset },
            EstuaryRestJsonContext.Default.MemoryPage);
    }

    private async Task TimelineAsync(RestRequest request)
    {
        var groupBy = request.Choice("group_by", "day", "day", "week", "month");
        var page = await memories.ListAsync(
            new MemoryQuery { Scope = await request.ScopeAsync(), From = request.Time("start_date"), To = request.Time("end_date"), Descending = false, Limit = All },
            request.Aborted);
        await request.WriteAsync(
            new MemoryTimeline
            {
                Timeline =
                [
                    .. page.Items.GroupBy(i => FirstDay(i.Created, groupBy)).Select(g => new MemoryTimelineEntry
                    {
                        Date = g.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        Memories = [.. g.Select(MemoryShapes.Of)],
                    }),
                ],
                TotalMemories = page.Total,
                GroupBy = groupBy,
            },
            EstuaryRestJsonContext.Default.MemoryTimeline);
    }

    private async Task StatsAsync(RestRequest request)
    {
        var items = await AllAsync(request, status: null);
        await request.WriteAsync(
            new MemoryStats
            {
                TotalActive = items.Count(i => i.Status == "active"),
                TotalSuperseded = items.Count(i => i.Status == "superseded"),
                TotalDecayed = items.Count(i => i.Status == "decayed"),
                ByType = items.Where(i => i.Status == "active").GroupBy(i => i.Type).ToDictionary(g => g.Key, g => g.Count()),
                CoreFacts = items.Count(i => i.Status == "active" && i.FactKey is not null),
            },
            EstuaryRestJsonContext.Default.MemoryStats);
    }

    private async Task FactsAsync(RestRequest request)
    {
        var page = await memories.ListAsync(new MemoryQuery { Scope = await request.ScopeAsync(), CoreFactsOnly = true, Limit = All }, request.Aborted);
        await request.WriteAsync(new CoreFactList { CoreFacts = [.. page.Items.Select(MemoryShapes.Fact)] }, EstuaryRestJsonContext.Default.CoreFactList);
    }

    // Clusters are the types; entities are not extracted here, so there are none.
    private async Task GraphAsync(RestRequest request)
    {
        var items = await AllAsync(request, "active");
        var clusters = items.GroupBy(i => i.Type).ToList();
        List<JsonElement> nodes = [Node("user", "user", "User")];
        List<JsonElement> edges = [];
        foreach (var cluster in clusters)
        {
            var id = "cluster:" + cluster.Key;
            nodes.Add(Node(id, "cluster", cluster.Key));
            edges.Add(Edge("user", id, "has_cluster"));
            foreach (var item in cluster)
            {
                nodes.Add(Node(item.Id.ToString(), "memory", item.Content));
                edges.Add(Edge(id, item.Id.ToString(), "contains"));
            }
        }

        await request.WriteAsync(
            new MemoryGraph
            {
                Nodes = nodes,
                Edges = edges,
                Stats = new MemoryGraphStats { TotalMemories = items.Count, ClusterCount = clusters.Count, Clusters = [.. clusters.Select(c => c.Key)] },
                Stale = false,
            },
            EstuaryRestJsonContext.Default.MemoryGraph);
    }

    private async Task SearchAsync(RestRequest request)
    {
        var query = request.Query("q") ?? request.Query("query") ?? throw new RestException(422, "q is required");
        var limit = request.Number("limit", 10, 1, 200);
        var hits = MemorySearch.Rank(await AllAsync(request, "active"), query, limit);
        await request.WriteAsync(
            new MemorySearchResult
            {
                Results = [.. hits.Select(h => new MemoryHit { MemoryId = h.Item.Id.ToString(), Content = h.Item.Content, Similarity = h.Score, Memory = MemoryShapes.Of(h.Item), Score = h.Score, SimilarityScore = h.Score })],
                Query = query,
                Total = hits.Count,
            },
            EstuaryRestJsonContext.Default.MemorySearchResult);
    }

    private async Task ClearAsync(RestRequest request)
    {
        var scope = await request.ScopeAsync();
        if (request.Query("confirm") is not ("true" or "True" or "1"))
        {
            throw new RestException(400, "confirm=true is required");
        }

        var count = await memories.ClearAsync(scope, request.Aborted);
        await request.WriteAsync(new DeletionResult { Message = "Memories deleted", DeletedCount = count }, EstuaryRestJsonContext.Default.DeletionResult);
    }

    private async ValueTask<IReadOnlyList<MemoryItem>> AllAsync(RestRequest request, string? status) =>
        (await memories.ListAsync(new MemoryQuery { Scope = await request.ScopeAsync(), Status = status, Limit = All }, request.Aborted)).Items;

    private static DateTime FirstDay(DateTimeOffset time, string groupBy)
    {
        var day = time.UtcDateTime.Date;
        return groupBy switch
        {
            "month" => new DateTime(day.Year, day.Month, 1),
            "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => day,
        };
    }

    private static JsonElement Node(string id, string type, string label) => Object(("id", id), ("type", type), ("label", label));

    private static JsonElement Edge(string source, string target, string type) => Object(("source", source), ("target", target), ("type", type));

    private static JsonElement Object(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(json.ToArray());
        return document.RootElement.Clone();
    }
}
