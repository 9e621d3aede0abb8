using Parley.Speech.Synthesis;
using Parley.Speech.Text;

namespace Parley.Speech.Engines.Flite;

/// <summary>
/// Flite in process: English voices with word times. Safe to use from any number of threads; a library of its own
/// process-wide state, so that several synthesisers share loaded voices and not threads.
/// </summary>
public sealed class FliteSynthesizer : ISpeechSynthesizer
{
    private static readonly SentenceSplitterOptions Splitting = new() { FirstClauseLength = 24, MaxLength = 160 };

    private readonly IReadOnlyList<FliteVoiceDefinition> _definitions;
    private readonly FliteWorkers _workers;

    /// <summary>Finds the voices that are installed. They load on first use.</summary>
    /// <param name="options">How to run; null means the defaults.</param>
    /// <param name="timeProvider">The clock; null means the system's.</param>
    /// <exception cref="EngineException">Flite is not installed.</exception>
    public FliteSynthesizer(FliteOptions? options = null, TimeProvider? timeProvider = null)
    {
        _definitions = [.. FliteVoiceDefinition.All.Where(FliteLibrary.IsInstalled)];
        if (_definitions.Count == 0)
        {
            throw FliteLibrary.NotInstalled();
        }

        Voices = [.. _definitions.Select(Describe)];
        _workers = new FliteWorkers(options ?? new FliteOptions(), timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc />
    public string Id => FliteLibrary.EngineId;

    /// <inheritdoc />
    public IReadOnlyList<Voice> Voices { get; }

    /// <inheritdoc />
    /// <remarks>Text in scripts Flite cannot read is left out; a request of nothing else yields no chunk.</remarks>
    public IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default)
    {
        SynthesisArguments.Check(request);
        ObjectDisposedException.ThrowIf(_workers.IsClosing, this);
        var voice = FliteLibrary.Load(Find(request.VoiceId));
        var prosody = FliteProsody.Of(request, voice.Definition);
        return new FliteSpeech(_workers, voice, prosody, request.Text, Split(request.Text)).ReadAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _workers.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sentence by sentence, and the first one from its first clause on: whole paragraphs would delay the first chunk.</summary>
    private static List<FlitePiece> Split(string text)
    {
        var pieces = new List<FlitePiece>();
        foreach (var (piece, offset) in TextPieces.Short(TextPieces.Of(text, Splitting)))
        {
            var readable = FliteText.From(piece);
            if (readable.HasSomethingToSay)
            {
                pieces.Add(new FlitePiece(readable, offset));
            }
        }

        return pieces;
    }

    private static Voice Describe(FliteVoiceDefinition definition) => new()
    {
        Id = definition.Id,
        Name = definition.Name,
        EngineId = FliteLibrary.EngineId,
        PrimaryLocale = definition.Locale,
        Locales = definition.Locale == "en-US" ? ["en-US"] : [definition.Locale, "en-US"],
        Gender = definition.Gender,
        Description = definition.Description,
        Styles = SpeakingStyle.Names,
        SampleRate = FliteVoiceDefinition.SampleRate,
    };

    private FliteVoiceDefinition Find(string? id)
    {
        if (id is null)
        {
            return _definitions[0];
        }

        foreach (var definition in _definitions)
        {
            if (definition.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                return definition;
            }
        }

        throw new EngineException(FliteLibrary.EngineId, EngineFailure.NotSupported, "Flite does not have the voice that was asked for.");
    }
}
