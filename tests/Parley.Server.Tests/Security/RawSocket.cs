using System.Net.Sockets;
using System.Text;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Security;

/// <summary>One HTTP request as its bytes, for what no HTTP client would send.</summary>
internal static class RawSocket
{
    /// <summary>Sends the text and reads the answer's head.</summary>
    public static async Task<RawAnswer> SendAsync(ServerFixture server, string request)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Address.Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);

        using var reader = new StreamReader(stream, Encoding.Latin1);
        List<string> lines = [];
        while (await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        lines.ShouldNotBeEmpty("The server closed the connection without an answer.");
        return new RawAnswer(lines[0], lines[1..]);
    }

    /// <summary>Asks for a WebSocket; a line of <paramref name="headers"/> may replace the Host.</summary>
    public static Task<RawAnswer> UpgradeAsync(ServerFixture server, string path, params string[] headers)
    {
        var host = headers.Any(h => h.StartsWith("Host:", StringComparison.Ordinal)) ? "" : $"Host: localhost:{server.Address.Port}\r\n";
        return SendAsync(server,
            $"GET {path} HTTP/1.1\r\n{host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + string.Concat(headers.Select(h => h + "\r\n")) + "\r\n");
    }
}

/// <summary>An answer's head.</summary>
internal sealed record RawAnswer(string StatusLine, IReadOnlyList<string> Headers)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
