using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Bench.Peers;

/// <summary>Our Socket.IO server with one event: what comes as <c>message</c> goes back as <c>message-back</c>.</summary>
internal static class SocketIoPeer
{
    public static Task RunAsync() => KestrelPeer.RunAsync(
        services => services.AddSocketIo(),
        app => app.MapSocketIo("/socket.io/", io => io.Of("/").On(
            "message", (socket, message, cancellationToken) => socket.EmitAsync("message-back", message.Arguments, cancellationToken))));
}
