using Parley.Bench.Peers;

namespace Parley.Bench.Load;

/// <summary>Connections that are open and do nothing: what each costs the server's memory.</summary>
internal static class IdleLoad
{
    private const int First = 200;

    /// <summary>Kilobytes of resident memory per connection, the server's garbage collected before and after.</summary>
    public static async Task<double> MeasureAsync(EchoProtocol protocol, PeerProcess server, int connections, CancellationToken cancellationToken)
    {
        var open = new List<LightWebSocket>();
        try
        {
            // The first ones pay for code and pools that all share.
            for (var i = 0; i < First; i++)
            {
                open.Add(await protocol.OpenAsync(server.Address, LightWebSocket.SmallBuffer, cancellationToken));
            }

            await server.CollectAsync(cancellationToken);
            var before = server.ResidentBytes;
            for (var i = 0; i < connections; i++)
            {
                open.Add(await protocol.OpenAsync(server.Address, LightWebSocket.SmallBuffer, cancellationToken));
            }

            await server.CollectAsync(cancellationToken);
            return (server.ResidentBytes - before) / 1024.0 / connections;
        }
        finally
        {
            open.ForEach(s => s.Dispose());
        }
    }
}
