using Parley.Speech.Synthesis;
using Parley.Speech.Text;

namespace Parley.Speech.Engines.EspeakNg;

/// <summary>
/// eSpeak NG, one process per sentence: every language it has, word times estimated. Safe to use from any number of threads.
/// Its voices are male; an id may name one of eSpeak's variants behind a plus sign, e.g. <c>espeak-cmn+f2</c>: <c>m1</c> to
/// <c>m8</c>, <c>f1</c> to <c>f5</c>. Variants are not listed. Its pitch reaches from about −5 to +10 semitones; beyond that it stays there.
/// </summary>
public sealed class EspeakNgSynthesizer : ISpeechSynthesizer
{
    /// <summary>Every voice file of eSpeak's gives this rate, in hertz.</summary>
    internal const int SampleRate = 22_050;

    private static readonly SentenceSplitterOptions Splitting = new() { FirstClauseLength = 60, MaxLength = 200 };

    private readonly IReadOnlyList<EspeakVoice> _voices;
    private readonly EspeakProcesses _processes;

    /// <summary>Asks the program for its voices.</summary>
    /// <param name="options">How to run; null means the defaults.</param>
    /// <param name="timeProvider">The clock of the deadlines; null means the system's.</param>
    /// <exception cref="EngineException">eSpeak NG is not installed or does not answer.</exception>
    public EspeakNgSynthesizer(EspeakNgOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new EspeakNgOptions();
        _voices = EspeakVoice.Parse(EspeakProgram.Ask(options.Program, "--voices"));
        if (_voices.Count == 0)
        {
            throw new EngineException(Id, EngineFailure.Unavailable, "eSpeak NG lists no voices; reinstall its data (espeak-ng-data).");
        }

        Voices = [.. _voices.Select(Describe)];
        _processes = new EspeakProcesses(options, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc />
    public string Id => EspeakProgram.EngineId;

    /// <inheritdoc />
    public IReadOnlyList<Voice> Voices { get; }

    /// <inheritdoc />
    public IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default)
    {
        SynthesisArguments.Check(request);
        ObjectDisposedException.ThrowIf(_processes.IsClosing, this);
        var voice = Find(request.VoiceId);
        return new EspeakSpeech(_processes, voice, EspeakProsody.Of(request), request.Text, Split(request.Text)).ReadAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _processes.DisposeAsync();

    private static List<(string Piece, int Offset)> Split(string text) =>
        [.. TextPieces.Short(TextPieces.Of(text, Splitting)).Where(p => SpeakableText.HasSomethingToSay(p.Piece))];

    private static Voice Describe(EspeakVoice voice) => new()
    {
        Id = voice.Id,
        Name = voice.Name,
        EngineId = EspeakProgram.EngineId,
        PrimaryLocale = voice.Locale,
        Locales = [voice.Locale],
        Gender = "male",
        Description = "eSpeak NG, formant synthesis: mechanical and clear.",
        Styles = SpeakingStyle.Names,
        SampleRate = SampleRate,
    };

    /// <summary>The voice as the program wants it named.</summary>
    private string Find(string? id)
    {
        if (id is null)
        {
            return _voices[0].File;
        }

        var plus = id.IndexOf('+', StringComparison.Ordinal);
        var variant = plus < 0 ? "" : id[plus..].ToLowerInvariant();
        var name = plus < 0 ? id : id[..plus];
        var isKnownVariant = variant is "" or ['+', 'm', >= '1' and <= '8'] or ['+', 'f', >= '1' and <= '5'];
        var voice = isKnownVariant ? _voices.FirstOrDefault(v => v.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) : null;
        return voice is not null
            ? voice.File + variant
            : throw new EngineException(Id, EngineFailure.NotSupported, "eSpeak NG does not have the voice that was asked for.");
    }
}
