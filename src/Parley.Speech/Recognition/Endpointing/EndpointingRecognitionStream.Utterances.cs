using Parley.Audio.VoiceActivity;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Recognition.Endpointing;

// From the onset of an utterance to its final. Runs in the loop.
internal sealed partial class EndpointingRecognitionStream
{
    private static readonly TimeSpan ShortestWord = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Audio that ends with the last word leaves an engine in the middle of it, and what it takes for that word changes the words before
    /// (of 155 words in single sentences PocketSphinx hears some seven more right with a pause behind them).
    /// </summary>
    private static readonly short[] ClosingSilence = new short[IUtteranceDecoder.SampleRate * 3 / 10];

    private Utterance? _utterance;

    private async ValueTask BeginUtteranceAsync(SpeechGateEvent started)
    {
        _utterance = new Utterance(_engineId, _source, started.Position, started.AudioPosition, _options.Partials, _session.Token);
        _stall?.Arm();
        await EmitAsync(new SpeechStarted(AudioTime.Of(started.Position)));
        for (var position = started.AudioPosition; position < _history.End;)
        {
            var count = _history.Read(position, _replay);
            position += count;
            await FeedAsync(_replay.AsMemory(0, count));
        }
    }

    private async ValueTask FeedAsync(ReadOnlyMemory<short> samples)
    {
        var text = await _utterance!.AcceptAsync(samples);
        if (text is null || _events.Reader.Count >= MaxEventsBeforePartialsGo)
        {
            return;
        }

        var offset = AudioTime.Of(_utterance.Onset);
        await EmitAsync(new PartialTranscript(offset, AudioTime.Of(_gate.Position) - offset, text));
    }

    /// <summary>Ends the utterance in progress, if there is one, for a reason that is not in the audio.</summary>
    private async ValueTask EndUtteranceAsync(EndpointReason reason)
    {
        if (_gate.Finish() is not { } ended || _utterance is not { } utterance)
        {
            return;
        }

        var heard = (int)(_gate.Position - ended.Position);
        if (heard < ClosingSilence.Length && !utterance.HasEnded)
        {
            await utterance.AcceptAsync(ClosingSilence.AsMemory(heard));
        }

        await EndUtteranceAsync(ended.Position, reason);
    }

    private async ValueTask EndUtteranceAsync(long speechEnd, EndpointReason reason)
    {
        var utterance = _utterance!;
        _stall?.Disarm();
        await EmitAsync(new SpeechEnded(AudioTime.Of(speechEnd), reason));
        var decoded = await utterance.FinishAsync();
        await DropUtteranceAsync();
        var offset = AudioTime.Of(utterance.Onset);
        if (utterance.Failure is { } failure)
        {
            RecognitionLog.UtteranceLost(_logger, failure.EngineId, failure.Failure, failure.Message);
            await EmitAsync(new RecognitionFailed(offset, failure));
        }
        else if (decoded is null)
        {
            await EmitAsync(new UtteranceRejected(offset));
        }
        else
        {
            await EmitAsync(Final(decoded, utterance, AudioTime.Of(speechEnd)));
        }
    }

    private async ValueTask DropUtteranceAsync()
    {
        if (_utterance is { } utterance)
        {
            _utterance = null;
            _stall?.Disarm();
            await utterance.DisposeAsync();
        }
    }

    /// <summary>
    /// Words lie within the utterance: an engine hears a word begin some 50 ms before voice activity does, and the pre-roll lets it.
    /// A word that ended before voice activity began keeps a moment at the start.
    /// </summary>
    private FinalTranscript Final(DecodedUtterance decoded, Utterance utterance, TimeSpan end)
    {
        var start = AudioTime.Of(utterance.Onset);
        var zero = AudioTime.Of(utterance.AudioStart);
        var words = new RecognizedWord[decoded.Words.Count];
        for (var i = 0; i < words.Length; i++)
        {
            var word = decoded.Words[i];
            var from = Clamp(zero + word.Offset, start, end - ShortestWord);
            words[i] = word with { Offset = from, Duration = Clamp(zero + word.Offset + word.Duration, from + ShortestWord, end) - from };
        }

        return new FinalTranscript(start, end - start, decoded.Text)
        {
            Language = decoded.Language ?? Language,
            Confidence = decoded.Confidence,
            Words = words,
        };
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan min, TimeSpan max) => value < min ? min : value > max ? max : value;
}
