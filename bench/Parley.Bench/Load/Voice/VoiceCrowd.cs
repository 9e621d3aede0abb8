using System.Diagnostics;
using Parley.Bench.Load.Voice.Wires;
using Parley.Bench.Measuring;

namespace Parley.Bench.Load.Voice;

/// <summary>Callers who speak the same script in real time, one a little after the other.</summary>
/// <param name="wire">How they talk to the server.</param>
internal sealed class VoiceCrowd(VoiceWire wire) : IDisposable
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(20);

    // Timers are no finer.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly List<VoiceCaller> _callers = [];

    /// <summary>Those who are connected.</summary>
    public IReadOnlyList<VoiceCaller> Callers => _callers;

    /// <summary>How late the load itself was with a frame, in milliseconds: where this is much, the other figures are the load's.</summary>
    public Samples Lateness { get; private set; } = new();

    public static async Task<VoiceCrowd> ConnectAsync(VoiceWire wire, Uri server, string name, int callers, bool listen, CancellationToken cancellationToken)
    {
        var crowd = new VoiceCrowd(wire);
        await crowd.GrowAsync(server, name, callers, listen, cancellationToken);
        return crowd;
    }

    /// <summary>Connects more callers until there are so many.</summary>
    public async Task GrowAsync(Uri server, string name, int callers, bool listen, CancellationToken cancellationToken)
    {
        while (_callers.Count < callers)
        {
            _callers.Add(await VoiceCaller.ConnectAsync(wire, server, $"{name}-{_callers.Count}", listen, cancellationToken));
        }
    }

    /// <summary>All speak the script; the last caller begins <paramref name="stagger"/> after the first. Returns when all have ended.</summary>
    public async Task SpeakAsync(VoiceScript script, TimeSpan stagger, CancellationToken cancellationToken)
    {
        var packets = script.Frames.Select(wire.Packet).ToArray();
        var frames = packets.Length;
        Lateness = new Samples();
        var order = _callers
            .Select((caller, i) => (Caller: caller, Delay: i * stagger / _callers.Count))
            .Select(c => (c.Caller, Slot: (int)(c.Delay / FrameTime), Phase: c.Delay - ((int)(c.Delay / FrameTime) * FrameTime)))
            .OrderBy(c => c.Phase)
            .ToArray();
        _callers.ForEach(c => c.Begin(frames));
        var start = Stopwatch.GetTimestamp();
        for (var slot = 0; slot < frames + (int)(stagger / FrameTime) + 1; slot++)
        {
            foreach (var (caller, first, phase) in order)
            {
                var frame = slot - first;
                if (frame < 0 || frame >= frames)
                {
                    continue;
                }

                var wait = (slot * FrameTime) + phase - Stopwatch.GetElapsedTime(start);
                if (wait > Resolution)
                {
                    await Task.Delay(wait, TimeProvider.System, cancellationToken);
                }

                Lateness.Add(Math.Max(0, -wait.TotalMilliseconds));
                await caller.SendFrameAsync(packets[frame], frame, cancellationToken);
            }
        }
    }

    public void Dispose() => _callers.ForEach(c => c.Dispose());
}
