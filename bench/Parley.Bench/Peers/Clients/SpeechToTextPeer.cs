using System.Diagnostics;
using System.Globalization;
using Parley.VoxNexus;

namespace Parley.Bench.Peers.Clients;

/// <summary>Our VoxNexus client: asked <c>run N</c> it sends N frames of 20 ms and a flush.</summary>
internal static class SpeechToTextPeer
{
    private const int FrameBytes = 640;

    public static async Task RunAsync(Uri server)
    {
        await using var client = new SpeechToTextClient(new SpeechToTextOptions { ServerUrl = server, ChunkDuration = TimeSpan.FromMilliseconds(20) });
        await client.ConnectAsync();
        await PeerProcess.AnnounceAsync(new Uri("local:voxnexus"), async question => (await SendAsync(client, long.Parse(question["run ".Length..], CultureInfo.InvariantCulture))).Write());
    }

    private static async Task<PeerAnswer> SendAsync(SpeechToTextClient client, long frames)
    {
        var frame = new byte[FrameBytes];
        new Random(1).NextBytes(frame);
        using var self = Process.GetCurrentProcess();
        var (processor, started) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        for (var i = 0; i < frames; i++)
        {
            await client.SendAudioAsync(frame);
        }

        await client.FlushAsync();
        self.Refresh();
        return new PeerAnswer([], frames, Stopwatch.GetElapsedTime(started).TotalSeconds, (self.TotalProcessorTime - processor).TotalMicroseconds, frames * FrameBytes);
    }
}
