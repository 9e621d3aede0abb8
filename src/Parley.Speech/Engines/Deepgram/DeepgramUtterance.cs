using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>
/// One utterance on a stream's connection. Its audio is kept (60 s at most), so that it can be said again on a new connection
/// when the first one breaks.
/// </summary>
internal sealed class DeepgramUtterance(DeepgramSource source, DeepgramConnection connection) : IUtteranceDecoder
{
    private const int MaxReplay = 60 * IUtteranceDecoder.SampleRate;

    private readonly Lock _gate = new();
    private readonly SampleBuffer _audio = new();
    private readonly List<DeepgramResult> _finals = [];
    private DeepgramConnection _connection = connection;
    private long _zero = connection.SamplesSent;
    private DeepgramResult? _interim;
    private TaskCompletionSource? _finalized;
    private bool _replayable = true;
    private bool _heard;
    private bool _changed;
    private bool _ended;

    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    private TimeSpan Zero => TimeSpan.FromSeconds((double)_zero / IUtteranceDecoder.SampleRate);

    public void Accept(ReadOnlySpan<short> samples)
    {
        if (_replayable && _audio.Length + samples.Length > MaxReplay)
        {
            _replayable = false;
            _audio.Dispose();
        }

        if (_replayable)
        {
            _audio.Append(samples);
        }
        else if (_connection.Failure is { } failure)
        {
            throw failure;
        }

        // What a broken connection does not take is said again at the end.
        if (_connection.Failure is null)
        {
            _connection.Send(samples);
        }
    }

    public string? ReadPartial()
    {
        lock (_gate)
        {
            if (!_changed)
            {
                return null;
            }

            _changed = false;
            var text = Text(withInterim: true);
            return text.Length == 0 ? null : text;
        }
    }

    public async ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken)
    {
        if (!HasEnded)
        {
            if (_connection.Failure is null)
            {
                await FinalizeAsync(cancellationToken);
            }

            if (_connection.Failure is { } failure)
            {
                await RepeatAsync(failure, cancellationToken);
            }
        }

        lock (_gate)
        {
            return _finals.Count == 0 && _interim is null ? null : Decode();
        }
    }

    public ValueTask DisposeAsync()
    {
        source.Return();
        _audio.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A result; on the connection's thread.</summary>
    public void Hear(DeepgramResult result)
    {
        lock (_gate)
        {
            _heard = true;

            // The tail of the utterance before may be heard late.
            if (result.Text.Length > 0 && result.End > Zero)
            {
                _changed = true;
                _interim = result.IsFinal ? null : result;
                if (result.IsFinal)
                {
                    _finals.Add(result);
                }
            }

            _ended |= source.ServiceEndsUtterances && result.SpeechFinal && _finals.Count > 0;
            if (result.FromFinalize && result.End >= Zero)
            {
                _finalized?.TrySetResult();
            }
        }
    }

    /// <summary>The connection broke; on any thread.</summary>
    public void Break()
    {
        lock (_gate)
        {
            _finalized?.TrySetResult();
        }
    }

    /// <summary>
    /// Asks for the last results and waits for them. The service need not answer when it had nothing left to say, so after the
    /// deadline what came is what there is, unless nothing came at all.
    /// </summary>
    private async Task FinalizeAsync(CancellationToken cancellationToken)
    {
        Task finalized;
        lock (_gate)
        {
            _finalized = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            finalized = _finalized.Task;
        }

        _connection.Finish();
        if (_connection.Failure is not null)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(source.Options.FinalTimeout, source.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await finalized.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
            {
                if (!_heard)
                {
                    throw RemoteRecognition.Late(DeepgramEngine.EngineId);
                }
            }
        }
    }

    private async Task RepeatAsync(EngineException failure, CancellationToken cancellationToken)
    {
        if (!_replayable || failure.Failure is not (EngineFailure.ConnectionLost or EngineFailure.RemoteError))
        {
            throw failure;
        }

        _connection = await source.ReconnectAsync(this, cancellationToken);
        lock (_gate)
        {
            _zero = _connection.SamplesSent;
            _finals.Clear();
            (_interim, _heard, _ended) = (null, false, false);
        }

        _connection.Send(_audio.Samples.Span);
        await FinalizeAsync(cancellationToken);
        if (_connection.Failure is { } again)
        {
            throw again;
        }
    }

    private string Text(bool withInterim)
    {
        var text = string.Join(' ', _finals.Select(f => f.Text));
        return withInterim && _interim is { } interim ? (text.Length == 0 ? interim.Text : $"{text} {interim.Text}") : text;
    }

    private DecodedUtterance Decode()
    {
        var parts = _interim is null ? _finals : [.. _finals, _interim];
        var words = new List<RecognizedWord>();
        var last = TimeSpan.Zero;
        foreach (var word in parts.SelectMany(p => p.Words))
        {
            var offset = word.Offset - Zero;
            last = offset > last ? offset : last;
            words.Add(word with { Offset = last });
        }

        // Each part counts by its words.
        var weight = parts.Sum(p => Math.Max(1, p.Words.Count));
        var confidence = parts.Sum(p => p.Confidence * Math.Max(1, p.Words.Count)) / weight;
        return new DecodedUtterance(Text(withInterim: true), confidence, words);
    }
}
