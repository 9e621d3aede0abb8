using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Conversation.Sessions;
using Parley.Conversation.Turns;
using Parley.Server.Console.Api.Documents;
using Parley.Server.Traffic;

namespace Parley.Server.Console.Api;

/// <summary>What is going on now, and where the time of turns went.</summary>
internal sealed class SessionCalls(ISessionDirectory sessions, OpenConnections connections)
{
    /// <summary>Live sessions, the most recently active first, and open connections, the oldest first.</summary>
    public Ok<SessionsDocument> List(HttpContext context)
    {
        var tenant = context.Tenant();
        var open = connections.Of(tenant).Select(c => (Connection: c, c.Session)).ToArray();
        return TypedResults.Ok(new SessionsDocument(
            [.. sessions.ListAll().Where(s => s.Player.Tenant == tenant).Select(s => Of(s, open))],
            [.. open.Select(o => new ConnectionDocument(o.Connection.Id, o.Connection.Face, o.Connection.Client, o.Connection.Remote?.ToString(), o.Connection.Since, o.Session))]));
    }

    /// <summary>The latest turns of a live session, oldest first, the one in progress last.</summary>
    public Ok<TurnsDocument> Turns(HttpContext context, Guid id, int? limit)
    {
        var count = limit.Within("limit", 50, 1, 100);
        var session = Find(context, id);
        IEnumerable<TurnReport> turns = session.RecentTurns;
        if (session.CurrentTurn is { } current)
        {
            turns = turns.Where(t => t.TurnId != current.TurnId).Append(current);
        }

        return TypedResults.Ok(new TurnsDocument([.. turns.TakeLast(count).Select(t => Of(session.Id, t))]));
    }

    /// <summary>The live session of that id, or of the chat of that id: Estuary's clients know the chat alone.</summary>
    /// <exception cref="ApiException">It does not exist, or is another tenant's.</exception>
    public ConversationSession Find(HttpContext context, Guid id) =>
        sessions.ListAll().FirstOrDefault(s => (s.Id == id || s.ChatId == id) && s.Player.Tenant == context.Tenant()) ?? throw ApiException.NotFound("live session");

    /// <summary>A turn as documents show it.</summary>
    public static TurnDocument Of(Guid sessionId, TurnReport turn)
    {
        var stages = TurnStages.Of(turn.Timings);
        return new TurnDocument(
            sessionId,
            turn.TurnId,
            turn.Timings.Started + (turn.Timings.SpeechEnd ?? TimeSpan.Zero),
            turn.Outcome switch
            {
                null => TurnState.Running,
                TurnOutcome.Completed => TurnState.Done,
                TurnOutcome.Suppressed => TurnState.Suppressed,
                TurnOutcome.Interrupted => TurnState.Interrupted,
                _ => TurnState.Failed,
            },
            turn.Text.Length > 0 ? turn.Text : null,
            [.. stages.Select(s => new TurnStageDocument(s.Name, s.At.TotalMilliseconds, s.Duration.TotalMilliseconds))],
            TurnStages.Gap(stages)?.TotalMilliseconds);
    }

    private static SessionDocument Of(ConversationSession session, (OpenConnection Connection, Guid? Session)[] open) => new(
        session.Id,
        session.ChatId,
        session.Player.Id.Value,
        [.. session.Participants.Select(p => new CharacterName(p.Character.Id, p.Character.Name))],
        JsonNamingPolicy.CamelCase.ConvertName(session.Flow.ToString()),
        session.Started,
        session.LastActive,
        session.TurnCount,
        [.. open.Where(o => o.Session == session.Id).Select(o => new ObserverDocument(o.Connection.Face, o.Connection.Id, o.Connection.Client, o.Connection.Since))]);
}
