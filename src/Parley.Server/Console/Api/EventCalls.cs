using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Parley.Conversation.Sessions;
using Parley.Server.Security;
using Parley.Server.Telemetry;
using Parley.Server.Traffic;

namespace Parley.Server.Console.Api;

/// <summary>What happens in a session or on a connection while somebody watches.</summary>
internal sealed class EventCalls(SessionCalls sessions, OpenConnections connections, ConnectionLimiter limiter, ServerMetrics metrics, IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    private const int StreamsPerKey = 32;

    /// <summary>A session: <c>turn</c> whenever a turn has a new stage, <c>conversation</c> for its events, <c>wire</c> with <c>wire=true</c>, <c>end</c> when it ends.</summary>
    public async Task WatchSessionAsync(HttpContext context, Guid id, bool? wire)
    {
        var session = sessions.Find(context, id);
        id = session.Id;
        using var place = Enter(context);
        using var subscription = await session.SubscribeAsync(cancellationToken: context.RequestAborted);
        var stream = new EventStream(time, metrics);
        using var traffic = wire == true ? connections.Watch(c => c.Session == id && c.Tenant == session.Player.Tenant, Post(stream)) : null;
        using var ending = Ending(context);
        if (session.CurrentTurn is { } turn)
        {
            stream.Post("turn", SessionCalls.Of(id, turn));
        }

        var telling = TellAsync(session, subscription, stream, ending.Token);
        await WriteAsync(context, stream, ending);
        await telling;
    }

    /// <summary>The traffic of one connection: <c>wire</c> for every message, <c>end</c> when it ends.</summary>
    public async Task WatchConnectionAsync(HttpContext context, string id)
    {
        var connection = connections.Of(context.Tenant()).FirstOrDefault(c => c.Id == id) ?? throw ApiException.NotFound("open connection");
        using var place = Enter(context);
        var stream = new EventStream(time, metrics);
        using var traffic = connections.Watch(c => c == connection, Post(stream), () => End(stream));
        if (!connections.Contains(connection))
        {
            End(stream);
        }

        using var ending = Ending(context);
        await WriteAsync(context, stream, ending);
    }

    private static async Task TellAsync(ConversationSession session, SessionSubscription subscription, EventStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in subscription.ReadAllAsync(cancellationToken))
            {
                if (EventShapes.Of(item) is var (type, data))
                {
                    stream.Post("conversation", seq => new { seq, at = item.Timestamp, type, data });
                }

                if (item is TurnEnded ended)
                {
                    stream.Post("turn", SessionCalls.Of(session.Id, session.RecentTurns.Last(t => t.TurnId == ended.TurnId)));
                }
                else if (item is TurnStarted or ReplyGenerating or ReplyStarted or ReplyEnded or PlaybackStarted && session.CurrentTurn is { } turn)
                {
                    stream.Post("turn", SessionCalls.Of(session.Id, turn));
                }
            }

            End(stream);
        }
        catch (Exception error) when (error is OperationCanceledException or SlowConsumerException)
        {
            // The caller has gone, or the machine is so busy that what happens cannot be kept up with: the caller comes back.
        }
        finally
        {
            stream.Complete();
        }
    }

    private static void End(EventStream stream)
    {
        stream.Post("end", new { });
        stream.Complete();
    }

    private static async Task WriteAsync(HttpContext context, EventStream stream, CancellationTokenSource ending)
    {
        try
        {
            await stream.WriteAsync(context, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The caller has gone, its key was revoked, or the server stops.
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private static Action<WireRecord> Post(EventStream stream) => record => stream.Post(
        "wire",
        seq => new { seq, record.At, record.Face, record.ConnectionId, record.Direction, record.Name, record.Bytes, record.Text });

    private CancellationTokenSource Ending(HttpContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.Caller().Revoked, lifetime.ApplicationStopping);

    private IDisposable Enter(HttpContext context) => limiter.TryEnter(context.Caller(), "console", out var place, StreamsPerKey)
        ? place
        : throw new ApiException(StatusCodes.Status429TooManyRequests, "CONCURRENCY_LIMIT_EXCEEDED", "Too many event streams are open with this key.");
}
