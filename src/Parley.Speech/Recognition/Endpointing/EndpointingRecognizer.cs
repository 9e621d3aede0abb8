using Microsoft.Extensions.Logging;
using Parley.Audio;
using Parley.Speech.Recognition.Utterances;
using Parley.Speech.Registry;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Recognition.Endpointing;

/// <summary>Makes a continuous recogniser of an engine that recognises single utterances, by voice activity.</summary>
/// <param name="engine">The engine; owned from now on.</param>
/// <param name="createDetector">Makes the detector of one stream.</param>
/// <param name="timeProvider">The clock of stalls.</param>
/// <param name="logger">Where to log.</param>
internal sealed class EndpointingRecognizer(
    IUtteranceEngine engine, Func<IVoiceActivityDetector> createDetector, TimeProvider timeProvider, ILogger logger) : ISpeechRecognizer
{
    private int _fallbackLogged;

    /// <inheritdoc />
    public string Id => engine.Id;

    /// <inheritdoc />
    public IReadOnlyList<string> Languages => engine.Languages;

    /// <summary>The engine itself, for those that combine engines.</summary>
    internal IUtteranceEngine Engine => engine;

    /// <inheritdoc />
    public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        _ = new PcmFormat(options.SampleRate);
        options.Endpointing.Validate();
        var language = ResolveLanguage(options.Language);
        var silence = options.Endpointing.Automatic ? options.Endpointing.Silence : (TimeSpan?)null;
        var detector = createDetector();
        try
        {
            var source = engine.OpenSource(new(language, options.Partials, options.KeyTerms, options.Model, silence));
            return new(new EndpointingRecognitionStream(engine.Id, source, detector, options, language ?? "und", timeProvider, logger));
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private string? ResolveLanguage(string? asked)
    {
        var language = UtteranceLanguage.Of(engine, asked);
        if (asked is not null && language is not null && !Language.Same(language, asked) && Interlocked.Exchange(ref _fallbackLogged, 1) == 0)
        {
            RecognitionLog.LanguageFallback(logger, engine.Id, language);
        }

        return language;
    }
}
