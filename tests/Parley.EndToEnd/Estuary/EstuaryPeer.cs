using System.Text.Json;
using Parley.Testing;

namespace Parley.EndToEnd.Estuary;

/// <summary>A client of one family in a process of its own: the script checks what all clients rely on, the first breach fails the test.</summary>
internal sealed class EstuaryPeer : IAsyncDisposable
{
    private readonly NodePeer _peer;

    private EstuaryPeer(NodePeer peer) => _peer = peer;

    /// <summary>Everything told so far, in its order.</summary>
    public List<JsonElement> Seen { get; } = [];

    public static async Task<EstuaryPeer> StartAsync(string profile)
    {
        var (peer, _) = await NodePeer.StartAsync("estuary-client.mjs", profile);
        return new EstuaryPeer(peer);
    }

    /// <summary>Connects and waits for <c>session_info</c>.</summary>
    public async Task<JsonElement> ConnectAsync(Uri server, Guid character, int sampleRate, string player = "ann")
    {
        await _peer.SendAsync(new { @do = "connect", url = server.ToString(), auth = new { api_key = "est_test", character_id = character, player_id = player, audio_sample_rate = sampleRate } });
        return (await NextAsync("session_info")).GetProperty("payload");
    }

    public Task EmitAsync(string name, object? payload = null) =>
        _peer.SendAsync(payload is null ? new { @do = "emit", name } : new { @do = "emit", name, payload });

    public Task AskAsync(string name, object? payload = null) => _peer.SendAsync(new { @do = "ask", name, payload });

    /// <summary>Says something into a microphone that is open from the first word on, in real time.</summary>
    public Task SayAsync(byte[] pcm, int sampleRate) =>
        _peer.SendAsync(new { @do = "say", pcm = new Dictionary<string, string> { ["$bin"] = Convert.ToBase64String(pcm) }, rate = sampleRate });

    /// <summary>Waits until all that was to be said has been sent.</summary>
    public async Task SpokenAsync()
    {
        await _peer.SendAsync(new { @do = "spoken" });
        await NextAsync("said");
    }

    public Task HushAsync() => _peer.SendAsync(new { @do = "hush" });

    public Task DoAsync(string what) => _peer.SendAsync(new { @do = what });

    /// <summary>The next report of a kind; others before it are kept in <see cref="Seen"/>.</summary>
    public async Task<JsonElement> NextAsync(string kind, Func<JsonElement, bool>? fits = null)
    {
        while (true)
        {
            var report = await _peer.NextAsync();
            Seen.Add(report);
            report.GetProperty("on").GetString().ShouldNotBe("broken", report.ToString());
            if (report.GetProperty("on").GetString() == kind && (fits is null || fits(report.GetProperty("payload"))))
            {
                return report;
            }
        }
    }

    /// <summary>How many reports of a kind have been seen.</summary>
    public int Count(string kind, Func<JsonElement, bool>? fits = null) =>
        Seen.Count(r => r.GetProperty("on").GetString() == kind && (fits is null || fits(r.GetProperty("payload"))));

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
