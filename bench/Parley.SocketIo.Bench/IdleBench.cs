using System.Globalization;

namespace Parley.SocketIo.Bench;

/// <summary>What an idle connection, joined to the main namespace, costs the server's memory.</summary>
internal static class IdleBench
{
    public static async Task<int> RunAsync(Uri url, ServerProcess server, int connections)
    {
        using var stop = new CancellationTokenSource();
        var clients = new List<EchoConnection>();
        var running = new List<Task>();

        // The first ones pay for code and pools that all share.
        for (var i = 0; i < 200; i++)
        {
            using var client = new EchoConnection();
            await client.OpenAsync(url);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var before = server.Resident;
        for (var i = 0; i < connections; i++)
        {
            var client = new EchoConnection();
            await client.OpenAsync(url);
            clients.Add(client);
            running.Add(client.IdleAsync(stop.Token));
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        var after = server.Resident;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{connections} connections: {(after - before) / 1024.0 / connections:F1} KB each ({before / 1048576} -> {after / 1048576} MB resident)"));
        await stop.CancelAsync();
        clients.ForEach(client => client.Dispose());
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
