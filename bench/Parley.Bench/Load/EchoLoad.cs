using System.Diagnostics;
using Parley.Bench.Peers;

namespace Parley.Bench.Load;

/// <summary>
/// Connections that keep a number of requests on their way. Everything that one read brings is answered with one write, so that the
/// load costs less than what it measures. Every request is answered exactly once, or the round does not count.
/// </summary>
internal sealed class EchoLoad : IDisposable
{
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);

    private readonly EchoProtocol _protocol;
    private readonly PeerProcess _server;
    private readonly List<Connection> _connections = [];

    private EchoLoad(EchoProtocol protocol, PeerProcess server)
    {
        _protocol = protocol;
        _server = server;
    }

    /// <summary>Opens the connections and checks the first answer of each.</summary>
    public static async Task<EchoLoad> OpenAsync(EchoProtocol protocol, PeerProcess server, int connections, int outstanding, CancellationToken cancellationToken)
    {
        var load = new EchoLoad(protocol, server);
        for (var i = 0; i < connections; i++)
        {
            var connection = new Connection(protocol, await protocol.OpenAsync(server.Address, LightWebSocket.LargeBuffer, cancellationToken), outstanding);
            load._connections.Add(connection);
            await connection.CheckAsync(cancellationToken);
        }

        return load;
    }

    /// <summary>Runs for a time, and until something has been answered.</summary>
    public async Task<EchoFigures> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var echoes = _connections.Sum(c => c.Echoes);
        var (processor, started) = (_server.ProcessorTime, Stopwatch.GetTimestamp());
        using var stop = new CancellationTokenSource();
        var running = _connections.Select(c => Task.Run(() => c.RunAsync(stop.Token, cancellationToken), cancellationToken)).ToArray();
        do
        {
            await Task.WhenAny(Task.Delay(time, TimeProvider.System, cancellationToken), Task.WhenAny(running));
        }
        while (_connections.Sum(c => c.Echoes) == echoes && !running.Any(r => r.IsCompleted));
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(DrainDeadline, TimeProvider.System, cancellationToken);
        return new EchoFigures(_connections.Sum(c => c.Echoes) - echoes, Stopwatch.GetElapsedTime(started), _server.ProcessorTime - processor);
    }

    public void Dispose() => _connections.ForEach(c => c.Dispose());

    private sealed class Connection(EchoProtocol protocol, LightWebSocket socket, int outstanding) : IDisposable
    {
        private readonly byte[] _batch = LightWebSocket.Repeat(protocol.Request, outstanding);

        public long Echoes { get; private set; }

        public async Task CheckAsync(CancellationToken cancellationToken)
        {
            await socket.SendAsync(protocol.Request, cancellationToken);
            var answer = new List<byte[]>();
            for (var count = 0; count == 0;)
            {
                bool isText;
                ReadOnlyMemory<byte> payload;
                while (!socket.TryReceive(out isText, out payload))
                {
                    await socket.FillAsync(cancellationToken);
                }

                answer.Add(payload.ToArray());
                count = protocol.Count(isText, payload.Span);
            }

            protocol.Check(answer);
        }

        public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
        {
            await socket.SendAsync(_batch, cancellationToken);
            var waiting = outstanding;
            while (waiting > 0)
            {
                var answered = 0;
                while (socket.TryReceive(out var isText, out var payload))
                {
                    var count = protocol.Count(isText, payload.Span);
                    if (count < 0)
                    {
                        await socket.SendAsync(protocol.Pong, cancellationToken);
                        continue;
                    }

                    answered += count;
                }

                Echoes += answered;
                waiting -= answered;
                if (waiting < 0)
                {
                    throw new InvalidOperationException("The server answered more than it was asked.");
                }

                if (answered > 0 && !stop.IsCancellationRequested)
                {
                    await socket.SendAsync(_batch.AsMemory(0, answered * protocol.Request.Length), cancellationToken);
                    waiting += answered;
                }

                if (waiting > 0)
                {
                    await socket.FillAsync(cancellationToken);
                }
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
