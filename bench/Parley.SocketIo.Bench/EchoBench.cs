using System.Globalization;
using System.Text;

namespace Parley.SocketIo.Bench;

/// <summary>Echoes of 640-byte audio frames: how many a second, and what each costs the server's processor.</summary>
internal static class EchoBench
{
    public static async Task<int> RunAsync(Uri url, ServerProcess server, int connections, int outstanding, int warm, int seconds, bool binary)
    {
        var audio = new byte[640];
        new Random(1).NextBytes(audio);
        byte[] request = binary
            ? [.. EchoConnection.Frame("""451-["message",{"_placeholder":true,"num":0}]"""u8, 1), .. EchoConnection.Frame(audio, 2)]
            : EchoConnection.Frame(Encoding.ASCII.GetBytes($$"""42["message",{"audio":"{{Convert.ToBase64String(audio)}}"}]"""), 1);
        using var stop = new CancellationTokenSource();
        var clients = new List<EchoConnection>();
        for (var i = 0; i < connections; i++)
        {
            var client = new EchoConnection();
            await client.OpenAsync(url);
            clients.Add(client);
        }

        var running = clients.Select(client => Task.Run(() => client.RunAsync(request, binary ? 2 : 1, outstanding, stop.Token))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(warm), TimeProvider.System);
        var (echoes, processor, started) = (clients.Sum(c => c.Echoes), server.ProcessorTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        echoes = clients.Sum(c => c.Echoes) - echoes;
        processor = server.ProcessorTime - processor;
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        clients.ForEach(client => client.Dispose());
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{echoes / elapsed,9:F0} echo/s  {processor.TotalMicroseconds / echoes,6:F1} us CPU/echo  {echoes / processor.TotalSeconds,9:F0} echo/s/core"));
        return 0;
    }
}
