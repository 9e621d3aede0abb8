using System.Diagnostics;
using System.Text;
using Parley.Conversation.Characters;

namespace Parley.Bench.Load.Voice;

/// <summary>
/// A caller of the Estuary face, light enough for hundreds: prepared packets out with the time of each, events in with theirs.
/// </summary>
internal sealed class VoiceCaller : IDisposable
{
    private static readonly byte[] Pong = LightWebSocket.Frame("3"u8, text: true);

    private readonly LightWebSocket _socket;
    private readonly Lock _gate = new();
    private readonly List<VoiceEvent> _events = [];
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    private VoiceCaller(LightWebSocket socket) => _socket = socket;

    /// <summary>When each frame of the script went out.</summary>
    public long[] Sent { get; private set; } = [];

    /// <summary>Connects a player of its own and, for a voice, opens recognition.</summary>
    public static async Task<VoiceCaller> ConnectAsync(Uri server, string player, bool listens, CancellationToken cancellationToken)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/socket.io/?EIO=4&transport=websocket"), cancellationToken, LightWebSocket.MiddleBuffer);
        var caller = new VoiceCaller(socket);
        try
        {
            await socket.ReceiveAsync(cancellationToken);
            await caller.SendTextAsync(
                $$"""40/sdk,{"api_key":"est_bench","character_id":"{{BuiltInCharacters.DefaultId}}","player_id":"{{player}}","audio_sample_rate":16000}""", cancellationToken);
            await caller.ExpectAsync("40/sdk,{", cancellationToken);
            await caller.ExpectAsync("42/sdk,[\"session_info\"", cancellationToken);
            if (listens)
            {
                await caller.SendTextAsync("42/sdk,[\"start_voice\"]", cancellationToken);
                await caller.ExpectAsync("42/sdk,[\"voice_started\"", cancellationToken);
            }
        }
        catch
        {
            caller.Dispose();
            throw;
        }

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

    public ValueTask SendFrameAsync(VoiceScript script, int frame, CancellationToken cancellationToken)
    {
        Sent[frame] = Stopwatch.GetTimestamp();
        return _socket.SendAsync(script.Frames[frame], cancellationToken);
    }

    /// <summary>Says something in writing that is answered by voice. Returns when it went out.</summary>
    public async Task<long> SayAsync(CancellationToken cancellationToken)
    {
        var sent = Stopwatch.GetTimestamp();
        await SendTextAsync("""42/sdk,["text",{"text":"tell me about the park","textOnly":false}]""", cancellationToken);
        return sent;
    }

    /// <summary>Says that an answer has been heard to its end.</summary>
    public ValueTask ConfirmPlaybackAsync(string messageId, CancellationToken cancellationToken) =>
        SendTextAsync($$"""42/sdk,["audio_playback_complete",{"message_id":"{{messageId}}"}]""", cancellationToken);

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
    }

    private ValueTask SendTextAsync(string packet, CancellationToken cancellationToken) =>
        _socket.SendAsync(LightWebSocket.Frame(Encoding.UTF8.GetBytes(packet), text: true), cancellationToken);

    private async Task ExpectAsync(string packet, CancellationToken cancellationToken)
    {
        var received = Encoding.UTF8.GetString((await _socket.ReceiveAsync(cancellationToken)).Span);
        if (!received.StartsWith(packet, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Expected {packet}, got {received}.");
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _socket.FillAsync(cancellationToken);
            var now = Stopwatch.GetTimestamp();
            while (_socket.TryReceive(out _, out var payload))
            {
                if (payload.Span.SequenceEqual("2"u8))
                {
                    await _socket.SendAsync(Pong, cancellationToken);
                }
                else if (Parse(payload.Span, now) is { } item)
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

    // A parser of JSON would cost the load more than the rest of it; the server writes the fields in a fixed form.
    private static VoiceEvent? Parse(ReadOnlySpan<byte> packet, long at)
    {
        if (!packet.StartsWith("42/sdk,[\""u8))
        {
            return null;
        }

        packet = packet[9..];
        var name = packet[..packet.IndexOf((byte)'"')];
        if (name.SequenceEqual("bot_voice"u8))
        {
            var audio = Field(packet, "\"audio\":\""u8);
            var bytes = (audio.Length / 4 * 3) - (audio.EndsWith("=="u8) ? 2 : audio.EndsWith("="u8) ? 1 : 0);
            packet = packet[(packet.IndexOf(audio) + audio.Length)..];
            return new VoiceEvent(VoiceEvent.Voice, at, Encoding.ASCII.GetString(Field(packet, "\"message_id\":\""u8)), bytes / 2, packet.IndexOf("\"is_final\":true"u8) >= 0);
        }

        if (name.SequenceEqual("interrupt"u8))
        {
            return new VoiceEvent(VoiceEvent.Interrupt, at, Encoding.ASCII.GetString(Field(packet, "\"message_id\":\""u8)), 0, true);
        }

        return name.SequenceEqual("stt_response"u8) ? new VoiceEvent(VoiceEvent.Transcript, at, "", 0, packet.IndexOf("\"is_final\":true"u8) >= 0)
            : name.SequenceEqual("error"u8) || name.SequenceEqual("voice_error"u8) || name.SequenceEqual("quota_exceeded"u8)
                ? throw new InvalidOperationException("The server said: " + Encoding.UTF8.GetString(packet))
                : null;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> name)
    {
        var at = packet.IndexOf(name);
        if (at < 0)
        {
            return [];
        }

        var value = packet[(at + name.Length)..];
        return value[..value.IndexOf((byte)'"')];
    }
}
