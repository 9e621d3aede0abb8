using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.ScriptSwitching;

/// <summary>
/// One voice made of two: Chinese characters are spoken by one, everything else by the other, both at one rate. Owns
/// neither. Safe to use from any number of threads.
/// </summary>
public sealed class ScriptSwitchingSynthesizer : ISpeechSynthesizer
{
    internal const string EngineId = "bilingual";

    /// <summary>Pause left where the voice changes within a sentence, in milliseconds; engines end with 170 to 200.</summary>
    private const int PauseWithinSentence = 60;

    private readonly BilingualVoiceOptions _options;
    private readonly ISpeechSynthesizer _han;
    private readonly ISpeechSynthesizer _latin;
    private readonly Voice _voice;

    /// <summary>Makes the voice.</summary>
    /// <param name="options">Which voices.</param>
    /// <param name="han">Who has <see cref="BilingualVoiceOptions.HanVoice"/>.</param>
    /// <param name="hanVoice">That voice, or the one it is a variant of.</param>
    /// <param name="latin">Who has <see cref="BilingualVoiceOptions.LatinVoice"/>.</param>
    /// <param name="latinVoice">That voice; the rate and the styles are its own.</param>
    public ScriptSwitchingSynthesizer(BilingualVoiceOptions options, ISpeechSynthesizer han, Voice hanVoice, ISpeechSynthesizer latin, Voice latinVoice)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hanVoice);
        ArgumentNullException.ThrowIfNull(latinVoice);
        _options = options;
        _han = han;
        _latin = latin;
        _voice = new Voice
        {
            Id = options.Id,
            Name = options.Name,
            EngineId = EngineId,
            PrimaryLocale = hanVoice.PrimaryLocale,
            Locales = [.. hanVoice.Locales.Concat(latinVoice.Locales).Distinct()],
            Gender = latinVoice.Gender,
            Age = latinVoice.Age,
            Description = $"Chinese characters by {options.HanVoice}, everything else by {options.LatinVoice}.",
            Styles = latinVoice.Styles,
            SampleRate = latinVoice.SampleRate,
        };
        Voices = [_voice];
    }

    /// <inheritdoc />
    public string Id => EngineId;

    /// <inheritdoc />
    public IReadOnlyList<Voice> Voices { get; }

    /// <inheritdoc />
    public IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default)
    {
        SynthesisArguments.Check(request);
        if (request.VoiceId is { } id && !id.Equals(_voice.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw new EngineException(Id, EngineFailure.NotSupported, "The bilingual synthesiser does not have the voice that was asked for.");
        }

        return SpeakAsync(request, cancellationToken);
    }

    /// <summary>The two synthesisers belong to whoever made them.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async IAsyncEnumerable<SynthesisChunk> SpeakAsync(SynthesisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hanByDefault = request.Language is not { } language || language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var trimmer = new PauseTrimmer();
        var output = new ArrayBufferWriter<short>(2_048);
        IReadOnlyList<SpokenWord> words = [];
        long produced = 0;
        foreach (var run in ScriptRun.Split(request.Text, hanByDefault))
        {
            var (synthesizer, voice) = run.IsHan ? (_han, _options.HanVoice) : (_latin, _options.LatinVoice);
            var part = request with { Text = request.Text.Substring(run.Offset, run.Length), VoiceId = voice, Language = null, Volume = 1 };
            var origin = TimeSpan.FromSeconds((double)produced / _voice.SampleRate);
            await foreach (var chunk in synthesizer.SynthesizeAsync(part, cancellationToken).AtRateAsync(_voice.SampleRate, cancellationToken))
            {
                output.ResetWrittenCount();
                trimmer.Process(chunk.Samples.Span, output);
                words = chunk.Words.Count == 0 ? words : [.. words, .. Shift(chunk.Words, run.Offset, origin)];
                if (output.WrittenCount > 0)
                {
                    produced += output.WrittenCount;
                    yield return Chunk(output, words, request.Volume);
                    words = [];
                }
            }

            output.ResetWrittenCount();
            trimmer.Flush(EndsSentence(part.Text) ? int.MaxValue : _voice.SampleRate * PauseWithinSentence / 1000, output);
            if (output.WrittenCount > 0)
            {
                produced += output.WrittenCount;
                yield return Chunk(output, words, request.Volume);
                words = [];
            }
        }
    }

    /// <summary>The volume comes last: pauses are found by level.</summary>
    private SynthesisChunk Chunk(ArrayBufferWriter<short> samples, IReadOnlyList<SpokenWord> words, double volume)
    {
        var memory = MemoryMarshal.AsMemory(samples.WrittenMemory);
        Pcm16.Amplify(memory.Span, (float)volume);
        return new SynthesisChunk(memory, _voice.SampleRate, words);
    }

    private static IReadOnlyList<SpokenWord> Shift(IReadOnlyList<SpokenWord> words, int textOffset, TimeSpan origin)
    {
        if (words.Count == 0 || (textOffset == 0 && origin == TimeSpan.Zero))
        {
            return words;
        }

        var shifted = new SpokenWord[words.Count];
        for (var i = 0; i < shifted.Length; i++)
        {
            shifted[i] = words[i] with { TextOffset = words[i].TextOffset + textOffset, Offset = words[i].Offset + origin };
        }

        return shifted;
    }

    private static bool EndsSentence(string text)
    {
        var end = text.AsSpan().TrimEnd();
        return end.Length > 0 && end[^1] is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '；' or ';' or ',' or '，' or '：' or ':' or '"' or '”' or '」' or '』';
    }
}
