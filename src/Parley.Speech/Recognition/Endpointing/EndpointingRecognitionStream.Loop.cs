using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Audio.VoiceActivity;

namespace Parley.Speech.Recognition.Endpointing;

// The loop. Everything here runs in it alone, so nothing is locked but the session's cancellation.
internal sealed partial class EndpointingRecognitionStream
{
    private readonly SpeechGate _gate;
    private readonly AudioHistory _history;
    private readonly Resampler _resampler;
    private readonly short[] _block;
    private readonly short[] _resampled;
    private readonly short[] _frame;
    private readonly short[] _replay;
    private int _frameFilled;
    private long _sessionSamples;
    private int _sessionNumber;

    private async Task RunAsync()
    {
        Exception? end = null;
        try
        {
            // The wait is here, in the one method that lives as long as the stream: elsewhere each would allocate.
            while (true)
            {
                var item = _input.Read(_block, out var count);
                if (item == SampleQueueItem.Closed)
                {
                    break;
                }

                if (item == SampleQueueItem.Empty)
                {
                    await _input.WaitToReadAsync();
                    continue;
                }

                await StepAsync(item, count);
            }
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            RecognitionLog.StreamBroke(_logger, _engineId, e);
            end = _broken = e as EngineException ?? new EngineException(_engineId, EngineFailure.Failed, "The recognition stream broke.", e);
        }

        _input.Close();
        _stall?.Dispose();
        await DropUtteranceAsync();
        await _source.DisposeAsync();
        _detector.Dispose();
        _events.Writer.TryComplete(end);
    }

    private async ValueTask StepAsync(SampleQueueItem item, int count)
    {
        var dropped = item is SampleQueueItem.Cancel or SampleQueueItem.DroppedFlush;
        try
        {
            switch (item)
            {
                case SampleQueueItem.Samples:
                    _sessionSamples += count;
                    await TakeAsync(_block.AsMemory(0, count));
                    return;
                case SampleQueueItem.Stall:
                    await EndUtteranceAsync(EndpointReason.Stall);
                    return;
                case SampleQueueItem.Flush:
                    await TakeTailAsync();
                    await EndUtteranceAsync(EndpointReason.Flush);
                    break;
            }
        }
        catch (OperationCanceledException) when (_session.IsCancellationRequested && !_disposed.IsCancellationRequested)
        {
            // Its cancel follows in the queue.
            await DropUtteranceAsync();
            if (item != SampleQueueItem.Flush)
            {
                return;
            }

            dropped = true;
        }

        await DropUtteranceAsync();
        await EmitAsync(new SessionFlushed(new PcmFormat(SampleRate).Duration(_sessionSamples), _sessionNumber, dropped));
        BeginSession();
    }

    private void BeginSession()
    {
        _sessionNumber++;
        _sessionSamples = 0;
        _frameFilled = 0;
        _gate.Reset();
        _history.Reset();
        _resampler.Reset();
        _detector.Reset();

        // Not disposed: a cancel may hold it, and there is nothing in it to free.
        lock (_sessionGate)
        {
            _session = new CancellationTokenSource();
        }
    }

    private ValueTask TakeAsync(ReadOnlyMemory<short> samples) => SampleRate == _resampler.OutputRate
        ? FramesAsync(samples)
        : FramesAsync(_resampled.AsMemory(0, _resampler.Process(samples.Span, _resampled)));

    /// <summary>What is still in the resampler, and the frame that was begun: too short to be looked at, but the end of a word.</summary>
    private async ValueTask TakeTailAsync()
    {
        if (SampleRate != _resampler.OutputRate)
        {
            await FramesAsync(_resampled.AsMemory(0, _resampler.Flush(_resampled)));
        }

        if (_utterance is not null && _frameFilled > 0)
        {
            await FeedAsync(_frame.AsMemory(0, _frameFilled));
        }
    }

    private async ValueTask FramesAsync(ReadOnlyMemory<short> samples)
    {
        while (!samples.IsEmpty)
        {
            var count = Math.Min(_frame.Length - _frameFilled, samples.Length);
            samples.Span[..count].CopyTo(_frame.AsSpan(_frameFilled));
            samples = samples[count..];
            _frameFilled += count;
            if (_frameFilled == _frame.Length)
            {
                _frameFilled = 0;
                await FrameAsync();
            }
        }
    }

    private async ValueTask FrameAsync()
    {
        var probability = _detector.Process(_frame);
        _history.Append(_frame);
        var decided = _gate.Process(probability, _frame.Length);
        if (_utterance is not null)
        {
            await FeedAsync(_frame);
        }

        switch (decided?.Kind)
        {
            case SpeechGateEventKind.Started:
                await BeginUtteranceAsync(decided.Value);
                break;
            case SpeechGateEventKind.Paused:
                await EmitAsync(new SpeechPaused(AudioTime.Of(decided.Value.Position)));
                break;
            case SpeechGateEventKind.Resumed:
                await EmitAsync(new SpeechResumed(AudioTime.Of(decided.Value.Position)));
                break;
            case SpeechGateEventKind.Ended:
                await EndUtteranceAsync(
                    decided.Value.Position,
                    decided.Value.Reason == SpeechEndReason.MaxUtterance ? EndpointReason.MaxUtterance : EndpointReason.Silence);
                break;
        }

        if (_utterance is { HasEnded: true })
        {
            await EndUtteranceAsync(EndpointReason.Silence);
        }
    }

    private ValueTask EmitAsync(RecognitionEvent e) => _events.Writer.WriteAsync(e, _disposed.Token);
}
