using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Sessions;
using Parley.Server.Security;

namespace Parley.Server.Estuary.Rest;

/// <summary>The REST calls of the face (specification §7).</summary>
internal static class EstuaryRest
{
    public static void MapEstuaryRest(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var characters = services.GetRequiredService<ICharacterStore>();
        var routes = new RestRoutes(endpoints, services.GetRequiredService<Authenticator>(), characters);
        new CharacterCalls(characters).Map(routes);
        new MemoryCalls(services.GetRequiredService<IMemoryStore>()).Map(routes);
        new ConversationCalls(services.GetRequiredService<IChatStore>(), services.GetRequiredService<ISessionDirectory>()).Map(routes);

        routes.Missing("/api/v1/characters/from-image", "Making characters from pictures");
        routes.Missing("/api/v1/characters/{id}/model", "Making 3D models");
        routes.Missing("/api/v1/characters/{id}/motive", "Motive");
        routes.Missing("/api/generate/{**path}", "Making 3D models");
        routes.Missing("/api/v1/share/{id}/open", "Opening share links");
        routes.Missing("/api/v1/encounters/{**path}", "Encounters");
        routes.Missing("/api/encounters/{**path}", "Encounters");
        routes.Missing("/api/v1/simulation/{**path}", "Simulation");
    }
}
