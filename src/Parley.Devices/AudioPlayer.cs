using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Audio;
using Parley.Audio.Levels;
using Parley.Devices.Playback;

namespace Parley.Devices;

/// <summary>
/// Plays the audio of messages one after another on a speaker or any other sink, says when each one begins and has been heard, and
/// drops everything at an interruption. Thread-safe.
/// </summary>
/// <remarks>
/// A message ends with <see cref="Complete"/>, or when audio of another one is queued behind it. What still arrives for a message that
/// has ended or was interrupted is dropped, so every message needs an id of its own.
/// </remarks>
public sealed partial class AudioPlayer : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly IAudioSink _sink;
    private readonly ILogger _logger;
    private readonly LevelMeter _meter;
    private readonly int _capacity;
    private readonly LinkedList<PlaybackMessage> _messages = new();
    private readonly Queue<string> _interrupted = new();
    private readonly RecentIds _ended = new();
    private readonly AsyncPulse _changed = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _pump;
    private CancellationTokenSource _turn = new();
    private string? _current;
    private long _queued;

    // Where the sink will be when it has played all it was given. The pump's alone.
    private long _handed;
    private int _gaps;
    private bool _disposed;

    /// <summary>Creates a player.</summary>
    /// <param name="sink">Where the audio goes; owned. A <see cref="Speaker"/>, or anything else.</param>
    /// <param name="capacity">How much may be queued before <see cref="EnqueueAsync"/> waits; 1 s to 10 min, null means one minute.</param>
    /// <param name="logger">Null logs nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is outside that range.</exception>
    public AudioPlayer(IAudioSink sink, TimeSpan? capacity = null, ILogger<AudioPlayer>? logger = null)
    {
        var most = capacity ?? TimeSpan.FromMinutes(1);
        if (most < TimeSpan.FromSeconds(1) || most > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity must be between 1 s and 10 min.");
        }

        _sink = sink ?? throw new ArgumentNullException(nameof(sink));
        _logger = logger ?? NullLogger<AudioPlayer>.Instance;
        _meter = new LevelMeter(sink.Format);
        _capacity = (int)sink.Format.Samples(most);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>A message's first audio has been handed to the sink. Raised in order with <see cref="Completed"/>, on the player's own task.</summary>
    public event Action<string>? Started;

    /// <summary>A message has been heard to its end or was interrupted. Raised once per message, in order.</summary>
    public event Action<PlaybackCompleted>? Completed;

    /// <summary>The sink's format.</summary>
    public PcmFormat Format => _sink.Format;

    /// <summary>The level of the latest 50 ms handed to the sink; silence when nothing plays.</summary>
    public AudioLevel Level => CurrentMessageId is null ? AudioLevel.Silence : _meter.Level;

    /// <summary>The message that is playing; null when none is.</summary>
    public string? CurrentMessageId
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>How much is queued and not yet handed to the sink.</summary>
    public TimeSpan Queued
    {
        get
        {
            lock (_gate)
            {
                return Format.Duration(_queued);
            }
        }
    }

    /// <summary>How often a message ran dry before its end: its audio came too late, and the listener heard a gap.</summary>
    public int DropOuts => Volatile.Read(ref _gaps);

    /// <summary>Ends when the player is disposed of, and fails when its sink does.</summary>
    public Task Completion => _pump;

    /// <summary>Queues audio of a message. Waits while <c>capacity</c> is used up.</summary>
    /// <param name="messageId">The message it belongs to.</param>
    /// <param name="samples">Any length; copied.</param>
    /// <param name="sampleRate">Their rate, 8,000 to 48,000 Hz; null means the sink's. Other rates are resampled.</param>
    /// <param name="cancellationToken">Ends the wait; nothing was queued.</param>
    /// <returns>False when the message has ended or was interrupted: the audio was dropped.</returns>
    /// <exception cref="ObjectDisposedException">The player is disposed of.</exception>
    /// <exception cref="AudioDeviceException">The speaker stopped working.</exception>
    public async ValueTask<bool> EnqueueAsync(
        string messageId, ReadOnlyMemory<short> samples, int? sampleRate = null, CancellationToken cancellationToken = default)
    {
        if (messageId is null)
        {
            throw new ArgumentNullException(nameof(messageId));
        }

        var format = new PcmFormat(sampleRate ?? Format.SampleRate);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfEnded();
                if (_ended.Contains(messageId))
                {
                    return false;
                }

                // One piece may be longer than all the room there is: it goes in when nothing else waits.
                if (_queued == 0 || _queued + samples.Length <= _capacity)
                {
                    return Append(messageId, samples.Span, format.SampleRate);
                }

                changed = _changed.Next;
            }

            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), cancelled))
            {
                await Task.WhenAny(changed, cancelled.Task).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Says that no more audio of a message comes. One without any audio completes in its turn all the same.</summary>
    /// <param name="messageId">The message.</param>
    /// <exception cref="ObjectDisposedException">The player is disposed of.</exception>
    /// <exception cref="AudioDeviceException">The speaker stopped working.</exception>
    public void Complete(string messageId)
    {
        if (messageId is null)
        {
            throw new ArgumentNullException(nameof(messageId));
        }

        lock (_gate)
        {
            ThrowIfEnded();
            if (!_ended.Contains(messageId))
            {
                _queued += FindOrAdd(messageId).Complete();
            }
        }

        _changed.Pulse();
    }

    /// <summary>
    /// Stops what plays and drops what is queued, at once. The messages complete as interrupted, and what still arrives for them is dropped.
    /// </summary>
    public void Interrupt()
    {
        CancellationTokenSource turn;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            foreach (var message in _messages)
            {
                Forget(message);
                _interrupted.Enqueue(message.Id);
            }

            _messages.Clear();
            turn = _turn;
            _turn = new CancellationTokenSource();
        }

        turn.Cancel();
        _sink.Clear();
        _changed.Pulse();
    }

    /// <summary>Waits until every message queued so far has completed, one that is not marked complete included.</summary>
    /// <param name="cancellationToken">Ends the wait only.</param>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), cancelled);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_messages.Count == 0 && _interrupted.Count == 0 && _current is null)
                {
                    return;
                }

                changed = _changed.Next;
            }

            await Task.WhenAny(changed, _pump, cancelled.Task).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_pump.IsCompleted)
            {
                await _pump.ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Stops at once and disposes of the sink. To hear everything, drain first.</summary>
    public async ValueTask DisposeAsync()
    {
        Interrupt();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _closing.Cancel();
        _changed.Pulse();
        await Task.WhenAny(_pump).ConfigureAwait(false);
        await _sink.DisposeAsync().ConfigureAwait(false);
    }

    private bool Append(string messageId, ReadOnlySpan<short> samples, int sampleRate)
    {
        var message = FindOrAdd(messageId);
        if (message.IsComplete)
        {
            return false;
        }

        _queued += message.Add(samples, sampleRate, Format.SampleRate);
        _changed.Pulse();
        return true;
    }

    private PlaybackMessage FindOrAdd(string messageId)
    {
        foreach (var message in _messages)
        {
            if (message.Id == messageId)
            {
                return message;
            }
        }

        return _messages.AddLast(new PlaybackMessage(messageId)).Value;
    }

    private void Forget(PlaybackMessage message)
    {
        _ended.Add(message.Id);
        while (message.TryTake(out var chunk))
        {
            _queued -= chunk.Count;
            ArrayPool<short>.Shared.Return(chunk.Array!);
        }
    }

    private void ThrowIfEnded()
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(nameof(AudioPlayer));
        }

        if (_pump.IsFaulted)
        {
            throw _pump.Exception!.InnerException!;
        }
    }
}
