using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.SocketIo.AspNetCore;
using Parley.SocketIo.AspNetCore.EngineIo;

namespace Parley.SocketIo.TestHost;

/// <summary>Sends every message back as it came.</summary>
internal sealed class EngineEcho(EngineIoSession session) : IEngineIoReceiver
{
    public static EngineIoServer CreateServer(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<SocketIoServerOptions>>().Value,
        session => new EngineEcho(session),
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        services.GetRequiredService<ILoggerFactory>().CreateLogger("EngineIo"));

    public ValueTask ReceiveAsync(PooledBuffer message, int offset, bool isBinary)
    {
        using (message)
        {
            var content = message.WrittenSpan[offset..];
            if (isBinary)
            {
                session.SendBinary(content);
                return default;
            }

            using var packet = new PooledBuffer();
            packet.Append((byte)'4');
            packet.Append(content);
            session.Send(packet.WrittenSpan, [], mayDrop: false);
        }

        return default;
    }

    public void DeadlinePassed()
    {
    }

    public void Closed(SocketIoDisconnectReason reason)
    {
    }
}
