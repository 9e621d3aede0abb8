using Parley.Bench.Peers;

namespace Parley.Bench.Load;

/// <summary>Connections that are open and do nothing: what each costs the server's memory.</summary>
internal sealed class IdleLoad : IDisposable
{
    private const int First = 200;

    private readonly PeerProcess _server;
    private readonly Func<CancellationToken, Task<LightWebSocket>> _openAsync;
    private readonly List<LightWebSocket> _open = [];

    private IdleLoad(PeerProcess server, Func<CancellationToken, Task<LightWebSocket>> openAsync) => (_server, _openAsync) = (server, openAsync);

    /// <summary>Opens the first connections, which pay for code and pools that all share.</summary>
    public static async Task<IdleLoad> OpenAsync(PeerProcess server, Func<CancellationToken, Task<LightWebSocket>> openAsync, CancellationToken cancellationToken)
    {
        var load = new IdleLoad(server, openAsync);
        await load.GrowAsync(First, cancellationToken);
        return load;
    }

    /// <summary>Opens more, one after another.</summary>
    /// <returns>Kilobytes of resident memory per connection, the server's garbage collected before and after.</returns>
    public async Task<double> GrowAsync(int connections, CancellationToken cancellationToken)
    {
        await _server.CollectAsync(cancellationToken);
        var before = _server.ResidentBytes;
        for (var i = 0; i < connections; i++)
        {
            _open.Add(await _openAsync(cancellationToken));
        }

        await _server.CollectAsync(cancellationToken);
        return (_server.ResidentBytes - before) / 1024.0 / connections;
    }

    public void Dispose() => _open.ForEach(s => s.Dispose());
}
