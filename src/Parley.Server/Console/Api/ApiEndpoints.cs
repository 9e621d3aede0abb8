using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Server.Telemetry;

namespace Parley.Server.Console.Api;

/// <summary><c>/api/parley</c>: what the console shows beyond the three protocols. The document of it is <c>openapi.json</c>.</summary>
internal static class ApiEndpoints
{
    private const string Base = "/api/parley";

    public static IServiceCollection AddConsoleApi(this IServiceCollection services)
    {
        services.AddSingleton<TurnStatistics>();
        services.AddSingleton<StatusCalls>();
        services.AddSingleton<SessionCalls>();
        services.AddSingleton<EventCalls>();
        services.AddSingleton<ChatCalls>();
        services.AddSingleton<CharacterCalls>();
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDocument.Configure);
        return services;
    }

    public static WebApplication UseConsoleApi(this WebApplication app)
    {
        var authenticator = app.Services.GetRequiredService<Authenticator>();
        app.Use(next => new ApiGate(authenticator, next).InvokeAsync);
        return app;
    }

    public static void MapConsoleApi(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        endpoints.MapOpenApi(Base + "/openapi.json").WithMetadata(ApiAccess.Open);

        var open = endpoints.MapGroup(Base).WithMetadata(ApiAccess.Open);
        var api = endpoints.MapGroup(Base).WithMetadata(ApiAccess.Private).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
        var streams = endpoints.MapGroup(Base).WithMetadata(ApiAccess.Stream).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);

        var status = services.GetRequiredService<StatusCalls>();
        open.MapGet("/status", status.Status).WithTags("Server").WithSummary("What anybody may know of the server");
        api.MapGet("/doctor", status.DoctorAsync).WithTags("Server").WithSummary("What each engine can do here, and what would make the others work");
        api.MapGet("/metrics", status.Metrics).WithTags("Server").WithSummary("Figures: the process as a whole, everything else of the caller's tenant");

        var sessions = services.GetRequiredService<SessionCalls>();
        var events = services.GetRequiredService<EventCalls>();
        api.MapGet("/sessions", sessions.List).WithTags("Live").WithSummary("Live sessions, the most recently active first, and open connections, the oldest first");
        api.MapGet("/sessions/{id:guid}/turns", sessions.Turns).ProducesProblem(StatusCodes.Status404NotFound).WithTags("Live")
            .WithSummary("Where the time of a live session's latest turns went, oldest first");
        streams.MapGet("/sessions/{id:guid}/events", events.WatchSessionAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").WithTags("Live")
            .WithSummary("Server-Sent Events of a session: turn, conversation, end; with wire=true also wire");
        streams.MapGet("/connections/{id}/events", events.WatchConnectionAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").WithTags("Live")
            .WithSummary("Server-Sent Events of one connection: wire");

        var chats = services.GetRequiredService<ChatCalls>();
        api.MapGet("/chats", chats.ListAsync).WithTags("Chats")
            .WithSummary("Chats, the most recently used first; search looks at titles, messages and characters' names");
        var chat = api.MapGroup("/chats/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound).WithTags("Chats");
        chat.MapGet("", chats.ShowAsync).WithSummary("A chat with everything that was said in it");
        chat.MapPatch("", chats.ChangeAsync).WithSummary("Gives a chat another title");
        chat.MapDelete("", chats.DeleteAsync).WithSummary("Ends a chat's session, if it has one, and deletes the chat");
        chat.MapGet("/export", chats.ExportAsync).WithSummary("A chat as a file: format is markdown (default) or json");

        var characters = services.GetRequiredService<CharacterCalls>();
        api.MapGet("/characters", (Delegate)characters.ListAsync).WithTags("Characters").WithSummary("All characters, favourites first, then by name");
        api.MapPost("/characters", characters.CreateAsync).WithTags("Characters").WithSummary("Makes a character");
        api.MapPost("/characters/import", (Delegate)characters.ImportAsync).Accepts<byte[]>("application/json", "image/png").WithTags("Characters")
            .WithSummary("Takes a Character Card in, JSON or PNG; a card of a known id replaces that character");
        var character = api.MapGroup("/characters/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound).WithTags("Characters");
        character.MapGet("", characters.ShowAsync).WithSummary("A character; its ETag goes into If-Match of a change");
        character.MapPut("", characters.ReplaceAsync).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Changes a character; of a read-only one this makes the tenant's own copy under the same id");
        character.MapDelete("", characters.DeleteAsync).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Deletes a character; of a copy of a read-only one the original comes back");
        character.MapGet("/export", characters.ExportAsync).WithSummary("A character's card as a file: format is json (default) or png");
        character.MapGet("/picture", characters.PictureAsync).WithSummary("A character's picture");
    }
}
