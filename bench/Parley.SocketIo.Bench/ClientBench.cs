using System.Diagnostics;
using System.Globalization;

namespace Parley.SocketIo.Bench;

/// <summary>Our client against an echo server: how many events a second, and what each costs this process.</summary>
internal static class ClientBench
{
    public static async Task<int> RunAsync(Uri url, int outstanding, int warm, int seconds)
    {
        var audio = Convert.ToBase64String(new byte[640]);
        await using var client = new SocketIoClient(new SocketIoClientOptions { ServerUrl = url, Transports = SocketIoClientTransports.WebSocketOnly });
        long echoes = 0;
        client.On("message-back", (_, _) =>
        {
            echoes++;
            return EmitAsync();
        });
        await client.ConnectAsync();
        for (var i = 0; i < outstanding; i++)
        {
            await EmitAsync();
        }

        await Task.Delay(TimeSpan.FromSeconds(warm), TimeProvider.System);
        using var self = Process.GetCurrentProcess();
        var (before, processor, started) = (Volatile.Read(ref echoes), self.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        self.Refresh();
        var count = Volatile.Read(ref echoes) - before;
        processor = self.TotalProcessorTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count / TimeProvider.System.GetElapsedTime(started).TotalSeconds,9:F0} echo/s  {processor.TotalMicroseconds / count,6:F1} us CPU/echo"));
        return 0;

        ValueTask EmitAsync() => client.EmitAsync("message", audio, static (json, text) =>
        {
            json.WriteStartObject();
            json.WriteString("audio"u8, text);
            json.WriteEndObject();
        });
    }
}
