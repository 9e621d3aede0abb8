using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Connections;
using Parley.Server.Estuary.Rest;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.SocketIo.AspNetCore;

namespace Parley.Server.Estuary;

/// <summary>The Estuary face: Socket.IO namespace <c>/sdk</c>, and <c>/api/v1/…</c> and <c>/api/agents/…</c>.</summary>
internal static class EstuaryEndpoints
{
    // A camera picture comes as base64 in one message.
    private const int MaxPayload = 17 * 1024 * 1024;

    // Anybody may connect: the key comes inside the protocol.
    private const int MaxInitialPayload = 64 * 1024;

    public static IServiceCollection AddEstuary(this IServiceCollection services, ParleySettings settings)
    {
        services.TryAddSingleton(settings.Read<EstuaryOptions>("estuary"));
        services.AddSingleton<MessageQuota>();
        services.AddSingleton<EstuaryServices>();
        services.AddSocketIo(options =>
        {
            options.MaxPayload = MaxPayload;
            options.MaxInitialPayload = MaxInitialPayload;
            options.MaxAttachments = 2;
            options.EscapeNonAscii = true;
            options.MaxConnections = settings.Options.Limits.MaxConnections;
            options.RateLimit = new SocketIoRateLimit(PacketsPerSecond: 500, Burst: 2_000);
        });
        return services;
    }

    public static void MapEstuary(this IEndpointRouteBuilder endpoints)
    {
        var shared = endpoints.ServiceProvider.GetRequiredService<EstuaryServices>();
        endpoints.MapSocketIo("/socket.io", server => Handle(server.Of(EstuaryEventNames.Namespace), shared)).OpenToOrigins();
        endpoints.MapEstuaryRest();
    }

    private static void Handle(SocketIoNamespace sdk, EstuaryServices shared)
    {
        sdk.OnConnect((socket, auth, _) =>
        {
            socket.State = EstuaryConnection.Create(socket, auth, shared);
            return ValueTask.FromResult(SocketIoConnectResult.Accept);
        });

        // The reply to CONNECT is out by now: python-socketio waits one second for it.
        sdk.OnConnected((socket, _) => Of(socket).OpenAsync());
        sdk.OnAny((socket, message, _) => Of(socket).HandleAsync(message));
        sdk.OnDisconnect((socket, _) => Of(socket).DisposeAsync());
    }

    private static EstuaryConnection Of(SocketIoSocket socket) => (EstuaryConnection)socket.State!;
}
