using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>Opens sessions and leads each request to its own. Thread-safe.</summary>
internal sealed class EngineIoServer(SocketIoServerOptions options, Func<EngineIoSession, IEngineIoReceiver> createReceiver, TimeProvider time, ILogger logger)
{
    private static readonly string[] UpgradesFromPolling = ["websocket"];

    private readonly ConcurrentDictionary<string, EngineIoSession> _sessions = new(StringComparer.Ordinal);
    private int _count;
    private volatile bool _closing;

    public SocketIoServerOptions Options => options;

    public TimeProvider Time => time;

    public int Count => Volatile.Read(ref _count);

    // Without a task of its own that would live as long as the WebSocket.
    public Task HandleAsync(HttpContext context)
    {
        var request = EngineIoRequest.Read(context);
        return Verify(context, request, out var session) is { } error ? RefuseAsync(context, error)
            : session is not null ? ContinueAsync(context, request, session)
            : options.AllowRequest is { } allow ? AskAsync(context, request, allow)
            : AdmitAsync(context, request);
    }

    /// <summary>Closes every session, giving each the time to take what waits for it.</summary>
    public async Task CloseAsync(SocketIoDisconnectReason reason, TimeSpan drain, Action<IEngineIoReceiver>? farewell)
    {
        _closing = true;
        var ending = new List<Task>();
        foreach (var (_, session) in _sessions)
        {
            farewell?.Invoke(session.Receiver);
            session.Close(reason);
            ending.Add(session.Ended);
        }

        await Task.WhenAll(ending).WaitAsync(drain, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (_, session) in _sessions)
        {
            session.Abort(reason);
        }
    }

    public void Remove(EngineIoSession session)
    {
        if (_sessions.TryRemove(session.Id, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    // The order of the checks is the reference's: it decides which code a request with two faults gets.
    private EngineIoError? Verify(HttpContext context, EngineIoRequest request, out EngineIoSession? session)
    {
        session = null;
        if (request.Transport is not { } transport || (options.Transports & transport) == 0)
        {
            return EngineIoError.UnknownTransport;
        }

        if (request.SessionId is { } id)
        {
            if (!_sessions.TryGetValue(id, out session))
            {
                return EngineIoError.UnknownSessionId;
            }

            session.CheckDeadlines();
            if (!session.IsReachable)
            {
                return EngineIoError.UnknownSessionId;
            }

            var fits = request.IsWebSocket
                ? transport == SocketIoTransports.WebSocket
                : transport == SocketIoTransports.Polling && !session.IsWebSocket;
            return fits && request.Version == "4" ? null : EngineIoError.BadRequest;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !request.IsWebSocket)
        {
            return EngineIoError.BadHandshakeMethod;
        }

        return request.IsWebSocket == (transport == SocketIoTransports.WebSocket) ? null : EngineIoError.BadRequest;
    }

    private static async Task ContinueAsync(HttpContext context, EngineIoRequest request, EngineIoSession session)
    {
        if (request.IsWebSocket)
        {
            if (await WebSocketHandshake.AcceptAsync(context) is { } connection)
            {
                await session.UpgradeAsync(connection);
            }
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            await session.PollAsync(context);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await session.PostAsync(context);
        }
        else
        {
            await EngineIoErrors.WriteAsync(context, EngineIoError.BadRequest);
        }
    }

    private async Task AskAsync(HttpContext context, EngineIoRequest request, Func<HttpContext, ValueTask<string?>> allow)
    {
        await (await allow(context) is { } refusal ? RefuseAsync(context, EngineIoError.Forbidden, refusal) : AdmitAsync(context, request));
    }

    private Task AdmitAsync(HttpContext context, EngineIoRequest request)
    {
        if (request.Version != "4")
        {
            return RefuseAsync(context, EngineIoError.UnsupportedProtocolVersion);
        }

        if (_closing || (options.MaxConnections is { } most && Count >= most))
        {
            EngineIoLog.Refused(logger, (int)EngineIoError.Forbidden);
            return EngineIoErrors.WriteAsync(context, EngineIoError.Forbidden, _closing ? "Server shutting down" : "Too many connections", StatusCodes.Status503ServiceUnavailable);
        }

        return OpenAsync(context, request);
    }

    private async Task OpenAsync(HttpContext context, EngineIoRequest request)
    {
        if (!request.IsWebSocket)
        {
            var polling = Create(context, UpgradesFromPolling, "polling");
            await polling.PollAsync(context);
            return;
        }

        if (await WebSocketHandshake.AcceptAsync(context) is { } connection)
        {
            await Create(context, [], "websocket").RunAsync(connection);
        }
    }

    private EngineIoSession Create(HttpContext context, string[] upgrades, string transport)
    {
        var session = new EngineIoSession(this, new SocketIoHandshake(context, time.GetUtcNow()), logger);
        var mayUpgrade = options.AllowUpgrades && (options.Transports & SocketIoTransports.WebSocket) != 0;
        using (var open = new PooledBuffer())
        {
            open.Append((byte)'0');
            new EngineIoHandshake(session.Id, mayUpgrade ? upgrades : [], options.PingInterval, options.PingTimeout, options.MaxPayload).Write(open);
            session.Send(open.WrittenSpan, [], mayDrop: false);
        }

        session.Open(createReceiver(session));
        _sessions[session.Id] = session;
        Interlocked.Increment(ref _count);
        EngineIoLog.Opened(logger, session.Id, transport);
        return session;
    }

    private Task RefuseAsync(HttpContext context, EngineIoError error, string? message = null)
    {
        EngineIoLog.Refused(logger, (int)error);
        return EngineIoErrors.WriteAsync(context, error, message);
    }
}
