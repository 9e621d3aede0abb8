using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech.ExtensionsAi;

/// <summary>
/// Any speech-to-text client of Microsoft.Extensions.AI as one of our recognisers. It gets one utterance at a time, cut by
/// voice activity, so there are no partial transcripts and no word times. Owns the client.
/// </summary>
public sealed class SpeechToTextClientRecognizer : ISpeechRecognizer
{
    private readonly EndpointingRecognizer _recognizer;

    /// <summary>Wraps a client.</summary>
    /// <param name="client">Disposed with the recogniser; used from many threads.</param>
    /// <param name="options">What the client does not tell.</param>
    /// <param name="createDetector">Makes the voice activity detector of one stream, e.g. <see cref="ISpeechEngines.CreateVoiceActivityDetector"/>.</param>
    /// <param name="timeProvider">The clock of the deadlines; null means the system's.</param>
    /// <param name="loggerFactory">Where it logs; null means nowhere.</param>
    public SpeechToTextClientRecognizer(
        ISpeechToTextClient client,
        SpeechToTextClientRecognizerOptions options,
        Func<IVoiceActivityDetector> createDetector,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(createDetector);
        timeProvider ??= TimeProvider.System;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SpeechToTextClientRecognizer>();
        _recognizer = new EndpointingRecognizer(new SpeechToTextClientEngine(client, options, timeProvider), createDetector, timeProvider, logger);
    }

    /// <inheritdoc />
    public string Id => _recognizer.Id;

    /// <inheritdoc />
    public IReadOnlyList<string> Languages => _recognizer.Languages;

    /// <inheritdoc />
    public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default) =>
        _recognizer.OpenAsync(options, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _recognizer.DisposeAsync();
}
