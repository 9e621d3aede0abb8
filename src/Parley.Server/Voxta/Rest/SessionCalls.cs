using Microsoft.AspNetCore.Http;
using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Sessions;

namespace Parley.Server.Voxta.Rest;

/// <summary><c>/api/sessions</c>: running chats; those started here belong to the server and go on without any connection.</summary>
internal static class SessionCalls
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("/api/sessions", (HttpMethods.Get, ListAsync), (HttpMethods.Post, StartAsync));
        routes.Map("/api/sessions/{id}", (HttpMethods.Delete, StopAsync));
    }

    private static Task ListAsync(RestRequest request) => request.WriteAsync(
        new SessionsBody([.. request.Services.Sessions.List(request.Player).Select(s => Shape(request, s))]), RestJson.Default.SessionsBody);

    private static async Task StartAsync(RestRequest request)
    {
        var body = await request.ReadAsync(RestJson.Default.NewSessionBody);
        var start = await request.Services.Owned.StartAsync(
            new SessionRequest
            {
                Player = request.Player,
                ChatId = body.ChatId,
                CharacterIds = body.CharacterIds is { Count: > 0 } several ? several : body.CharacterId is { } one ? [one] : [],
                ScenarioId = body.ScenarioId,
                Roles = body.Roles ?? [],
                Title = body.Title,
                IsEphemeral = body.Ephemeral,
                UseChatMemory = body.UseChatMemory ? true : null,
            },
            request.Aborted);
        await request.WriteAsync(Shape(request, start.Session), RestJson.Default.SessionBody, start.WasRunning ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task StopAsync(RestRequest request)
    {
        if (!await request.Services.Sessions.StopAsync(request.Player, request.RouteId("session"), cancellationToken: request.Aborted))
        {
            throw RestException.NotFound("session");
        }

        await request.EmptyAsync();
    }

    private static SessionBody Shape(RestRequest request, ConversationSession session) => new()
    {
        SessionId = session.Id,
        ChatId = session.ChatId,
        User = WireShapes.User(session.Player, session.PlayerName),
        Characters = [.. session.Participants.Select(p => WireShapes.Info(p.Character))],
        Started = session.Started,
        ServerOwned = request.Services.Owned.Contains(session.Id),
    };
}
