using Parley.Speech.Synthesis;
using Parley.Speech.Text;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>
/// A service with OpenAI's text-to-speech wire. Audio is read as the reader asks for it; word times are estimated. A style
/// needs a model that takes instructions; pitch is shifted here, by speed and resampling. Safe to use from any number of threads.
/// </summary>
public sealed class OpenAiSpeechSynthesizer : ISpeechSynthesizer
{
    private readonly OpenAiSpeechOptions _options;
    private readonly OpenAiConnection _connection;

    /// <summary>Creates the engine; nothing is sent until something is to be spoken.</summary>
    /// <param name="options">Where the service is, and how to use it.</param>
    /// <param name="timeProvider">The clock of the deadlines; null means the system's.</param>
    /// <exception cref="ArgumentException">The settings are wrong.</exception>
    public OpenAiSpeechSynthesizer(OpenAiSpeechOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        options.Check(problems, nameof(OpenAiSpeechOptions));
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        _options = options;
        _connection = new OpenAiConnection(options, timeProvider ?? TimeProvider.System);
        Voices = [.. options.Voices.Select(Describe)];
    }

    /// <inheritdoc />
    public string Id => _options.Id;

    /// <inheritdoc />
    public IReadOnlyList<Voice> Voices { get; }

    /// <inheritdoc />
    public IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default)
    {
        SynthesisArguments.Check(request);
        ObjectDisposedException.ThrowIf(_connection.IsClosing, this);
        return new OpenAiSpeech(_connection, NameOf(request.VoiceId), request).ReadAsync(Split(request.Text), cancellationToken);
    }

    /// <summary>Breaks off what is in progress.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>As few requests as the service's limit allows: it speaks a paragraph better than its sentences, and streams it.</summary>
    private List<(string Piece, int Offset)> Split(string text)
    {
        var sentences = TextPieces.Of(text, new SentenceSplitterOptions { MaxLength = Math.Min(_options.MaxInputLength, 10_000) });
        return [.. TextPieces.Together(sentences, _options.MaxInputLength).Where(p => SpeakableText.HasSomethingToSay(p.Piece))];
    }

    private string NameOf(string? id)
    {
        if (id is null)
        {
            return _options.Voices[0].Name;
        }

        for (var i = 0; i < Voices.Count; i++)
        {
            if (Voices[i].Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                return _options.Voices[i].Name;
            }
        }

        throw new EngineException(Id, EngineFailure.NotSupported, "The speech service does not have the voice that was asked for.");
    }

    private Voice Describe(OpenAiVoiceOptions voice) => new()
    {
        Id = $"{_options.Id}-{voice.Name}",
        Name = voice.Name,
        EngineId = _options.Id,
        PrimaryLocale = voice.Locale,
        Locales = [voice.Locale, .. voice.OtherLocales],
        Gender = voice.Gender,
        Styles = _options.TakesInstructions ? SpeakingStyle.Names : [],
        SampleRate = _options.SampleRate,
    };
}
