using System.Net.WebSockets;
using System.Threading.Channels;
using Parley.Realtime;

namespace Parley.Testing;

/// <summary>A connector whose other ends the test accepts, in order; no port is opened.</summary>
public sealed class InMemoryConnector(int bufferBytes = 1024 * 1024) : IWebSocketConnector
{
    private readonly Channel<InMemoryPeer> _accepted = Channel.CreateUnbounded<InMemoryPeer>();
    private readonly Queue<Func<CancellationToken, Task>> _refusals = new();

    /// <summary>How often somebody tried to connect.</summary>
    public int Attempts { get; private set; }

    /// <summary>Most bytes that one read of the client gives; default no limit.</summary>
    public int MaxReadBytes { get; set; } = int.MaxValue;

    /// <summary>Fails the next attempt that has no answer yet with this error.</summary>
    public void Refuse(Exception error) => Answer(_ => Task.FromException(error));

    /// <summary>Leaves the next attempt without an answer until its token ends it.</summary>
    public void Hang() => Answer(token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));

    /// <summary>Waits for the next connection.</summary>
    public async Task<InMemoryPeer> AcceptAsync(CancellationToken cancellationToken) =>
        await _accepted.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public async Task<WebSocket> ConnectAsync(WebSocketRequest request, CancellationToken cancellationToken)
    {
        Func<CancellationToken, Task>? refusal;
        lock (_refusals)
        {
            Attempts++;
            _refusals.TryDequeue(out refusal);
        }

        if (refusal is not null)
        {
            await refusal(cancellationToken);
        }

        var (client, server) = DuplexStream.CreatePair(bufferBytes);
        client.MaxReadBytes = MaxReadBytes;
        _accepted.Writer.TryWrite(new InMemoryPeer(request, server));
        return InMemoryWebSockets.Open(client, isServer: false);
    }

    private void Answer(Func<CancellationToken, Task> answer)
    {
        lock (_refusals)
        {
            _refusals.Enqueue(answer);
        }
    }
}
