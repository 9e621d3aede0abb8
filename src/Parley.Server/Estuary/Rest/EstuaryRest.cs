using Microsoft.AspNetCore.Routing;

namespace Parley.Server.Estuary.Rest;

/// <summary>The REST calls of the face (specification §7).</summary>
internal static class EstuaryRest
{
    public static void MapEstuaryRest(this IEndpointRouteBuilder endpoints)
    {
        _ = endpoints;
    }
}
