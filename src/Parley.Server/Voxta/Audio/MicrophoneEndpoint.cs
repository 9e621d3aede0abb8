using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Conversation;
using Parley.Conversation.Sessions;
using Parley.Realtime;
using Parley.Server.Security;
using Parley.Server.Traffic;
using Parley.Server.Voxta.Hub;
using Parley.Speech;

namespace Parley.Server.Voxta.Audio;

/// <summary><c>/ws/audio/input/stream</c> (specification §1.9): a session's microphone; the app sends the transcripts as messages itself.</summary>
internal sealed class MicrophoneEndpoint(
    Authenticator authenticator, ISessionDirectory sessions, VoxtaApps apps, OpenConnections open, VoxtaOptions options, TimeProvider time, ILogger<MicrophoneEndpoint> log)
{
    /// <summary>The close reason of a microphone whose session took another one.</summary>
    public const string Replaced = "replaced";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Refusal.WriteAsync(context, StatusCodes.Status426UpgradeRequired, "UPGRADE_REQUIRED", "This is a WebSocket endpoint.");
            return;
        }

        var outcome = authenticator.Authenticate(context, KeyCarriers.Voxta, KeyScopes.Conversation);
        if (!outcome.Succeeded)
        {
            await Refusal.WriteAsync(context, outcome);
            return;
        }

        if (!Guid.TryParse(context.Request.Query["sessionId"], out var id) || Find(context, outcome.Identity, id) is not { } session)
        {
            await Refusal.WriteAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "The session does not exist.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        await using var stream = new MicrophoneStream(session, apps, options, time);
        using var traffic = open.Add(Faces.Voxta, ConnectionTokens.Random(), outcome.Identity.Tenant, context.Connection.RemoteIpAddress);
        traffic.Client = "microphone";
        traffic.FindSession = () => session.Id;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, outcome.Identity.Revoked);
        await ServeAsync(socket, stream, session, traffic, ended);
    }

    private ConversationSession? Find(HttpContext context, CallerIdentity caller, Guid id) =>
        sessions.TryGet(VoxtaEndpoints.PlayerOf(context, caller), id, out var session) ? session : null;

    private async Task ServeAsync(WebSocket socket, MicrophoneStream stream, ConversationSession session, OpenConnection traffic, CancellationTokenSource ended)
    {
        using var reader = new WebSocketMessageReader(socket);
        var reading = ReadAsync(reader, stream, traffic, ended.Token);
        var first = await Task.WhenAny(reading, session.Completion, stream.Replaced);
        try
        {
            if (first != reading && socket.State == WebSocketState.Open)
            {
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, first == stream.Replaced ? Replaced : null, deadline.Token);
                await reading.WaitAsync(deadline.Token);
            }

            await reading;
            if (socket.State == WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
        }
        catch (MessageTooLargeException)
        {
            await RefuseAsync(socket);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or RealtimeException or IOException)
        {
            // The socket is gone.
        }
        catch (EngineException error)
        {
            MicrophoneLog.CannotListen(log, error, error.EngineId);
        }
        catch (ConversationException)
        {
            // The session ended in this moment.
        }
        finally
        {
            await ended.CancelAsync();
            socket.Abort();
            await reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Says why, and reads the rest away: a connection that is shut with bytes unread is reset, and the reset overtakes the close.</summary>
    private async Task RefuseAsync(WebSocket socket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, deadline.Token);
            var rest = new byte[4 * 1024];
            while ((await socket.ReceiveAsync(rest.AsMemory(), deadline.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The socket is gone.
        }
    }

    private static async Task ReadAsync(WebSocketMessageReader reader, MicrophoneStream stream, OpenConnection traffic, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await reader.ReadAsync(cancellationToken);
            if (message.IsClose)
            {
                return;
            }

            traffic.Show(TrafficDirection.Received, message.Type, message.Payload.Span);
            if (message.Type == WebSocketMessageType.Binary)
            {
                await stream.WriteAsync(message.Payload, cancellationToken);
                continue;
            }

            try
            {
                using var text = JsonDocument.Parse(message.Payload);
                stream.Take(text.RootElement);
            }
            catch (JsonException)
            {
                // §1.9.4: text that means nothing is ignored.
            }
        }
    }
}
