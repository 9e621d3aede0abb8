using System.Buffers;
using Parley.Devices.Playback;

namespace Parley.Devices;

public sealed partial class AudioPlayer
{
    private async Task PumpAsync()
    {
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                Task changed;
                PlaybackMessage? message;
                bool becameIdle;
                CancellationToken turn;
                ReportInterrupted(null, 0);
                lock (_gate)
                {
                    changed = _changed.Next;
                    message = _messages.First?.Value;
                    turn = _turn.Token;
                    becameIdle = message is null && _current is not null;
                    _current = message?.Id;
                }

                if (message is not null)
                {
                    await PlayAsync(message, turn).ConfigureAwait(false);
                }
                else if (becameIdle)
                {
                    _changed.Pulse();
                }
                else
                {
                    await changed.ConfigureAwait(false);
                }
            }

            ReportInterrupted(null, 0);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            DevicesLog.PlaybackFailed(_logger, error.GetType().Name);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _current = null;
            }

            _changed.Pulse();
        }
    }

    private async Task PlayAsync(PlaybackMessage message, CancellationToken turn)
    {
        var begin = _sink.PlayedSamples;
        var started = false;
        _handed = begin;
        try
        {
            while (await NextAsync(message, started, turn).ConfigureAwait(false) is { Array: { } array } chunk)
            {
                try
                {
                    if (!started)
                    {
                        started = true;
                        Raise(Started, message.Id);
                    }

                    await WriteAsync(chunk, turn).ConfigureAwait(false);
                }
                finally
                {
                    ArrayPool<short>.Shared.Return(array);
                }
            }

            await _sink.DrainAsync(turn).ConfigureAwait(false);
            End(message, begin);
        }
        catch (OperationCanceledException) when (turn.IsCancellationRequested)
        {
            // A write that was under way may have come after the interruption's own clear.
            _sink.Clear();
            ReportInterrupted(message.Id, _sink.PlayedSamples - begin);

            // What the device has in its own buffer must not count as the next message's.
            await _sink.DrainAsync(_closing.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The message's next audio; none when it has ended.</summary>
    private async ValueTask<ArraySegment<short>> NextAsync(PlaybackMessage message, bool started, CancellationToken turn)
    {
        var waited = false;
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                turn.ThrowIfCancellationRequested();
                changed = _changed.Next;

                // An interruption takes the messages first, then cancels the turn, then wakes this wait.
                var taken = _messages.First?.Value != message;
                if (!taken && message.TryTake(out var chunk))
                {
                    _queued -= chunk.Count;
                    _changed.Pulse();
                    if (waited && started && _sink.PlayedSamples >= _handed)
                    {
                        Interlocked.Increment(ref _gaps);
                    }

                    return chunk;
                }

                if (!taken && message.IsComplete)
                {
                    return default;
                }

                if (!taken && _messages.Last!.Value != message)
                {
                    _queued += message.Complete();
                    continue;
                }
            }

            waited = true;
            await changed.ConfigureAwait(false);
        }
    }

    // In small pieces, so that an interruption never finds much on its way.
    private async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken turn)
    {
        var most = Format.SampleRate / 50;
        while (!samples.IsEmpty)
        {
            turn.ThrowIfCancellationRequested();
            var part = samples[..Math.Min(samples.Length, most)];
            _meter.Process(part.Span);
            await _sink.WriteAsync(part, turn).ConfigureAwait(false);
            _handed += part.Length;
            samples = samples[part.Length..];
        }
    }

    private void End(PlaybackMessage message, long begin)
    {
        lock (_gate)
        {
            // An interruption that came after the last sample was heard has taken the message already.
            if (_messages.First?.Value != message)
            {
                _interrupted.Dequeue();
            }
            else
            {
                _messages.RemoveFirst();
                Forget(message);
            }
        }

        Raise(Completed, new PlaybackCompleted(message.Id, Format.Duration(_sink.PlayedSamples - begin), Interrupted: false));
        _meter.Reset();
    }

    private void ReportInterrupted(string? playing, long played)
    {
        while (true)
        {
            string? id;
            lock (_gate)
            {
                if (!_interrupted.TryDequeue(out id))
                {
                    return;
                }
            }

            Raise(Completed, new PlaybackCompleted(id, id == playing ? Format.Duration(played) : TimeSpan.Zero, Interrupted: true));
        }
    }

    private void Raise<T>(Action<T>? handlers, T argument)
    {
        try
        {
            handlers?.Invoke(argument);
        }
        catch (Exception error)
        {
            DevicesLog.HandlerFailed(_logger, error.GetType().Name);
        }
    }
}
