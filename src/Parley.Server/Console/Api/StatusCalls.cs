using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Conversation.Replies;
using Parley.Server.Console.Api.Documents;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Server.Telemetry;
using Parley.Server.Traffic;
using Parley.Conversation.Sessions;
using Parley.Speech;

namespace Parley.Server.Console.Api;

/// <summary>The server: what it is, what its engines can do, its figures.</summary>
internal sealed class StatusCalls(
    Authenticator authenticator, ParleyOptions options, ISpeechEngines engines, IReplyEngine replies, ISessionDirectory sessions, OpenConnections connections,
    TurnStatistics turns, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>What anybody may know of the server.</summary>
    public Ok<StatusDocument> Status() => TypedResults.Ok(new StatusDocument(
        ParleyVersion.Current,
        "Parley",
        _started,
        authenticator.KeysRequired,
        options.AutoSession,
        new FacesDocument("hub", "socket.io", "v1"),
        new EstuaryDocument(authenticator.KeysRequired)));

    /// <summary>What each engine can do here, and what would make the others work.</summary>
    public async Task<Ok<DoctorDocument>> DoctorAsync(CancellationToken cancellationToken)
    {
        var reports = await engines.InspectAsync(cancellationToken);
        return TypedResults.Ok(new DoctorDocument(
        [
            .. reports.Select(r => new EngineDocument(
                r.Id,
                r.Job switch { "recognition" => EngineKind.Stt, "synthesis" => EngineKind.Tts, _ => EngineKind.Vad },
                r.IsAvailable ? r.Remedy is null ? EngineState.Ready : EngineState.Degraded : EngineState.Missing,
                r.Problem ?? "works",
                r.Version,
                r.Remedy)),
            new EngineDocument(replies.Id, EngineKind.Reply, EngineState.Ready, options.Llm is { } model ? $"asks {model.Host}" : "follows the characters' rules; no language model", null, null),
        ]));
    }

    /// <summary>Figures: the process as a whole, everything else of the caller's tenant.</summary>
    public Ok<MetricsDocument> Metrics(HttpContext context)
    {
        var tenant = context.Tenant();
        var open = connections.Of(tenant);
        var figures = turns.Of(tenant);
        return TypedResults.Ok(new MetricsDocument(
            new ProcessDocument(
                (time.GetUtcNow() - _started).TotalMilliseconds,
                Environment.CpuUsage.TotalTime.TotalMilliseconds,
                Environment.WorkingSet,
                GC.GetTotalMemory(forceFullCollection: false)),
            Faces.All.ToDictionary(f => f, f => open.Count(c => c.Face == f)),
            sessions.ListAll().Count(s => s.Player.Tenant == tenant),
            new TurnCountsDocument(figures.Total, figures.Interrupted, figures.Failed),
            figures.Stages.ToDictionary(s => s.Key, s => new StageDocument(s.Value.Median.TotalMilliseconds, s.Value.Percentile95.TotalMilliseconds))));
    }
}
