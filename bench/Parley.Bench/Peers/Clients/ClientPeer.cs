using System.Diagnostics;
using System.Globalization;

namespace Parley.Bench.Peers.Clients;

/// <summary>
/// One of our clients as a program of its own. Asked <c>run N</c> it receives N batches from a canned server, two of them asked for in
/// advance, and says how long it took.
/// </summary>
internal abstract class ClientPeer : IAsyncDisposable
{
    private const int Ahead = 2;

    private TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _wanted;
    private long _received;
    private long _triggered;
    private long _check;

    public static async Task RunAsync(string name, Uri server)
    {
        await using ClientPeer client = name switch
        {
            "voxta" => new VoxtaEventsPeer(server),
            "voxta-audio" => new VoxtaAudioPeer(server),
            "estuary" => new EstuaryEventsPeer(server),
            "estuary-audio" => new EstuaryAudioPeer(server),
            _ => throw new ArgumentException($"There is no client '{name}'."),
        };
        await client.ConnectAsync();
        await PeerProcess.AnnounceAsync(new Uri("local:" + name), async question => (await client.ReceiveAsync(long.Parse(question["run ".Length..], CultureInfo.InvariantCulture))).Write());
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Connects and subscribes.</summary>
    protected abstract Task ConnectAsync();

    /// <summary>Asks the server for a batch.</summary>
    protected abstract Task TriggerAsync();

    /// <summary>A message came; on one thread at a time.</summary>
    /// <param name="check">Something that is only right when the message was read.</param>
    protected void Received(int check)
    {
        _check += check;
        if (++_received % Canned.CannedProtocol.Batch != 0)
        {
            return;
        }

        if (_triggered < _wanted)
        {
            _triggered++;
            _ = TriggerAsync();
        }
        else if (_received == _wanted * Canned.CannedProtocol.Batch)
        {
            _done.TrySetResult();
        }
    }

    private async Task<PeerAnswer> ReceiveAsync(long batches)
    {
        _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_received, _check, _wanted, _triggered) = (0, 0, batches, Math.Min(Ahead, batches));
        using var self = Process.GetCurrentProcess();
        var (processor, started) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        for (var i = _triggered; i > 0; i--)
        {
            _ = TriggerAsync();
        }

        await _done.Task;
        self.Refresh();
        return new PeerAnswer([], _received, Stopwatch.GetElapsedTime(started).TotalSeconds, (self.TotalProcessorTime - processor).TotalMicroseconds, _check);
    }
}
