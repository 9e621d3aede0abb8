using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Conversation.Microphones;

/// <summary>
/// A player's audio on its way to the recogniser. <see cref="Write"/> never waits: it copies into two seconds of buffer whose oldest
/// samples are dropped, and counted, when the recogniser falls behind. One writer; everything else from any thread.
/// </summary>
public sealed class Microphone : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly IMicrophoneOwner _owner;
    private readonly IRecognitionStream _stream;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Queue<TaskCompletionSource> _flushing = new();
    private readonly TaskCompletionSource<MicrophoneEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly short[] _ring;
    private Task _work = Task.CompletedTask;
    private int _start;
    private int _count;
    private int _flushes;
    private bool _isGated;
    private bool _isKeyDown;
    private int _ended;

    internal Microphone(MicrophoneOptions options, IRecognitionStream stream, IMicrophoneOwner owner)
    {
        Options = options;
        _stream = stream;
        _owner = owner;
        _ring = new short[options.SampleRate * 2];
    }

    /// <summary>Unique id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>How the player is listened to.</summary>
    public MicrophoneOptions Options { get; }

    /// <summary>The language in use as a BCP 47 tag.</summary>
    public string Language => _stream.Language;

    /// <summary>Samples dropped because the recogniser fell behind.</summary>
    public long DroppedSamples { get; private set; }

    /// <summary>Completes when the microphone is no longer listened to.</summary>
    public Task<MicrophoneEnd> Completion => _completion.Task;

    /// <summary>
    /// Adds audio: signed 16-bit mono at the rate of the options, any length. After the end, and while listening is off, it is discarded.
    /// With push-to-talk the first audio after the key went up presses it again.
    /// </summary>
    /// <param name="samples">Copied before the call returns.</param>
    public void Write(ReadOnlySpan<short> samples)
    {
        var dropped = 0;
        lock (_gate)
        {
            if (_ended != 0 || _isGated || samples.IsEmpty)
            {
                return;
            }

            if (samples.Length > _ring.Length)
            {
                dropped = samples.Length - _ring.Length;
                samples = samples[dropped..];
            }

            var excess = Math.Max(0, _count + samples.Length - _ring.Length);
            dropped += excess;
            _start = (_start + excess) % _ring.Length;
            _count -= excess;
            DroppedSamples += dropped;
            var end = (_start + _count) % _ring.Length;
            var first = Math.Min(samples.Length, _ring.Length - end);
            samples[..first].CopyTo(_ring.AsSpan(end));
            samples[first..].CopyTo(_ring);
            _count += samples.Length;
        }

        if (dropped > 0)
        {
            _owner.OnDropped(this, dropped);
        }

        if (Options.PushToTalk && !Volatile.Read(ref _isKeyDown))
        {
            BeginUtterance();
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>The talk key goes down: what is spoken is interrupted. Only with push-to-talk; repeated calls do nothing.</summary>
    public void BeginUtterance()
    {
        if (Options.PushToTalk && !Interlocked.Exchange(ref _isKeyDown, true))
        {
            _owner.OnKeyDown(this);
        }
    }

    /// <summary>
    /// The talk key goes up, or the utterance in progress is to end now. Returns when its final transcript, if it has one, has been
    /// published and, where the session does so, its turn begun.
    /// </summary>
    /// <exception cref="TimeoutException">The recogniser did not finish in time.</exception>
    public Task EndUtteranceAsync(CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended != 0)
            {
                return Task.CompletedTask;
            }

            _flushing.Enqueue(done);
            _flushes++;
        }

        _signal.Writer.TryWrite(true);
        return _owner.WaitForFlushAsync(done.Task, cancellationToken);
    }

    /// <summary>Stops listening: the utterance in progress is dropped. To keep it, call <see cref="EndUtteranceAsync"/> before.</summary>
    public async ValueTask DisposeAsync() => await EndAsync(MicrophoneEnd.Closed);

    internal void Start() => _work = Task.WhenAll(Task.Run(PumpAsync), Task.Run(ReadAsync));

    /// <summary>While gated, audio is discarded.</summary>
    internal void Gate(bool isGated)
    {
        lock (_gate)
        {
            _isGated = isGated;
            if (isGated)
            {
                _count = 0;
            }
        }
    }

    /// <summary>The session has handled everything before this flush's end.</summary>
    internal void Flushed()
    {
        TaskCompletionSource? done;
        lock (_gate)
        {
            _flushing.TryDequeue(out done);
        }

        Volatile.Write(ref _isKeyDown, false);
        done?.TrySetResult();
    }

    internal async Task EndAsync(MicrophoneEnd end)
    {
        lock (_gate)
        {
            if (_ended != 0)
            {
                return;
            }

            _ended = 1;
        }

        await _stop.CancelAsync();
        _signal.Writer.TryComplete();
        await _stream.DisposeAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
        }

        lock (_gate)
        {
            while (_flushing.TryDequeue(out var done))
            {
                done.TrySetResult();
            }
        }

        _stop.Dispose();
        _owner.OnEnded(this, end);
        _completion.TrySetResult(end);
    }

    private async Task PumpAsync()
    {
        var block = new short[Options.SampleRate / 10];
        try
        {
            while (await _signal.Reader.WaitToReadAsync(_stop.Token))
            {
                _signal.Reader.TryRead(out _);
                while (Take(block, out var count, out var flush))
                {
                    if (flush)
                    {
                        await _stream.FlushAsync(_stop.Token);
                    }
                    else
                    {
                        await _stream.WriteAsync(block.AsMemory(0, count), _stop.Token);
                    }
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _owner.OnBroken(this, error);
        }
    }

    private bool Take(short[] block, out int count, out bool flush)
    {
        lock (_gate)
        {
            count = Math.Min(_count, block.Length);
            flush = count == 0 && _flushes > 0;
            if (flush)
            {
                _flushes--;
                return true;
            }

            var first = Math.Min(count, _ring.Length - _start);
            _ring.AsSpan(_start, first).CopyTo(block);
            _ring.AsSpan(0, count - first).CopyTo(block.AsSpan(first));
            _start = (_start + count) % _ring.Length;
            _count -= count;
            return count > 0;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var item in _stream.ReadEventsAsync(_stop.Token))
            {
                _owner.OnHeard(this, item);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _owner.OnBroken(this, error);
        }
    }
}
