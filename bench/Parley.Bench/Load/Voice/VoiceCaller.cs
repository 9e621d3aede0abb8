using System.Diagnostics;
using Parley.Bench.Load.Voice.Wires;

namespace Parley.Bench.Load.Voice;

/// <summary>
/// A caller, light enough for hundreds: prepared packets out with the time of each, events in with theirs.
/// </summary>
internal sealed class VoiceCaller : IDisposable
{
    private readonly VoiceWire _wire;
    private readonly LightWebSocket _socket;
    private readonly LightWebSocket _microphone;
    private readonly Lock _gate = new();
    private readonly List<VoiceEvent> _events = [];
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    private VoiceCaller(VoiceWire wire, LightWebSocket socket, LightWebSocket microphone) => (_wire, _socket, _microphone) = (wire, socket, microphone);

    /// <summary>When each frame of the script went out.</summary>
    public long[] Sent { get; private set; } = [];

    /// <summary>Connects a player of its own and, for a voice, opens recognition.</summary>
    public static async Task<VoiceCaller> ConnectAsync(VoiceWire wire, Uri server, string player, bool listens, CancellationToken cancellationToken)
    {
        var (events, microphone) = await wire.ConnectAsync(server, player, listens, cancellationToken);
        var caller = new VoiceCaller(wire, events, microphone);
        caller._reading = caller.ReadAsync(caller._stop.Token);
        return caller;
    }

    /// <summary>Forgets what was, before a script of so many frames.</summary>
    public void Begin(int frames)
    {
        Sent = new long[frames];
        lock (_gate)
        {
            _events.Clear();
        }
    }

    /// <summary>Sends a frame of the script, as a packet of the wire.</summary>
    public ValueTask SendFrameAsync(byte[] packet, int frame, CancellationToken cancellationToken)
    {
        Sent[frame] = Stopwatch.GetTimestamp();
        return _microphone.SendAsync(packet, cancellationToken);
    }

    /// <summary>Sends something else than audio.</summary>
    public ValueTask SendAsync(byte[] packet, CancellationToken cancellationToken) => _socket.SendAsync(packet, cancellationToken);

    /// <summary>What it was told since <see cref="Begin"/>.</summary>
    public IReadOnlyList<VoiceEvent> Events()
    {
        lock (_gate)
        {
            return [.. _events];
        }
    }

    /// <summary>Waits until something has been told.</summary>
    public async Task WaitForAsync(Func<IReadOnlyList<VoiceEvent>, bool> happened, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (happened(_events))
                {
                    return;
                }

                changed = _changed.Task;
            }

            // A connection that broke tells it here.
            if (await Task.WhenAny(changed, _reading).WaitAsync(cancellationToken) == _reading)
            {
                await _reading;
                throw new InvalidOperationException("The connection ended.");
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _microphone.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _socket.FillAsync(cancellationToken);
            var now = Stopwatch.GetTimestamp();
            while (_socket.TryReceive(out _, out var payload))
            {
                var told = _wire.Parse(payload.Span, now);
                if (_wire.Answer(payload.Span, told) is { Length: > 0 } answer)
                {
                    await _socket.SendAsync(answer, cancellationToken);
                }

                if (told is { } item)
                {
                    TaskCompletionSource changed;
                    lock (_gate)
                    {
                        _events.Add(item);
                        changed = _changed;
                        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    }

                    changed.TrySetResult();
                }
            }
        }
    }
}
