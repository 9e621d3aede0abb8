using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Failover;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Registry;
using Parley.Speech.Synthesis;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech;

/// <summary>
/// The engines of this process, created from <see cref="SpeechOptions"/>: those that cannot run here are logged and left out.
/// Safe to use from any number of threads. Disposing ends every engine; what is in progress fails.
/// </summary>
public sealed class SpeechEngines : ISpeechEngines, IAsyncDisposable
{
    private readonly SpeechOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly EngineContext _context;
    private readonly IReadOnlyList<IEngineFactory> _factories;
    private readonly IReadOnlyList<ISpeechRecognizer> _recognizers;
    private readonly IReadOnlyList<ISpeechSynthesizer> _synthesizers;
    private readonly IReadOnlyList<IVoiceActivityEngine> _voiceActivity;
    private readonly VoiceTable _voices;
    private readonly ConcurrentDictionary<string, ISpeechSynthesizer> _byVoice = new(StringComparer.OrdinalIgnoreCase);
    private int _disposed;

    /// <summary>Creates the engines. Takes some milliseconds; models load on first use.</summary>
    /// <param name="options">Which engines, and how; null means all defaults.</param>
    /// <param name="loggerFactory">Where they log; null means nowhere.</param>
    /// <param name="timeProvider">The clock of their deadlines; null means the system's.</param>
    /// <param name="additionalFactories">Engines of the caller's own; they come before the built-in ones in the default order.</param>
    /// <exception cref="ArgumentException">The settings are wrong, or name an engine or a voice alias that does not exist.</exception>
    public SpeechEngines(
        SpeechOptions? options = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null,
        IEnumerable<IEngineFactory>? additionalFactories = null)
    {
        _options = options ?? new SpeechOptions();
        _options.Validate();
        _timeProvider = timeProvider ?? TimeProvider.System;
        loggerFactory ??= NullLoggerFactory.Instance;
        _logger = loggerFactory.CreateLogger<SpeechEngines>();
        _context = new EngineContext
        {
            Options = _options,
            LoggerFactory = loggerFactory,
            TimeProvider = _timeProvider,
            CreateVoiceActivityDetector = CreateVoiceActivityDetector,
        };
        _factories = [.. additionalFactories ?? [], .. EngineCatalog.BuiltIn(_options)];
        EngineOrder.CheckIds(_factories);

        _voiceActivity = CreateAll<IVoiceActivityFactory, IVoiceActivityEngine>(nameof(SpeechOptions.VoiceActivity), _options.VoiceActivity, f => f.Create(_context));
        _recognizers = CreateAll<IRecognizerFactory, ISpeechRecognizer>(nameof(SpeechOptions.Recognizers), _options.Recognizers, f => f.Create(_context));
        _synthesizers = CreateAll<ISynthesizerFactory, ISpeechSynthesizer>(nameof(SpeechOptions.Synthesizers), _options.Synthesizers, f => f.Create(_context));
        Recognizer = InOrder(_recognizers);
        _voices = new VoiceTable(_synthesizers, _options, _logger);
    }

    /// <inheritdoc />
    public ISpeechRecognizer Recognizer { get; }

    /// <inheritdoc />
    public IReadOnlyList<Voice> Voices => _voices.All;

    /// <inheritdoc />
    /// <exception cref="EngineException">No synthesiser can run here.</exception>
    public Voice DefaultVoice => _voices.Default
        ?? throw new EngineException("synthesis", EngineFailure.Unavailable, "No speech synthesiser can run here; 'parley doctor' says what is missing.");

    /// <inheritdoc />
    public bool TryGetVoice(string voiceId, [MaybeNullWhen(false)] out Voice voice)
    {
        ArgumentNullException.ThrowIfNull(voiceId);
        return _voices.TryGet(voiceId, out voice);
    }

    /// <inheritdoc />
    public bool TryGetRecognizer(string modelId, [MaybeNullWhen(false)] out ISpeechRecognizer recognizer)
    {
        ArgumentNullException.ThrowIfNull(modelId);
        var id = _options.RecognizerAliases.FirstOrDefault(a => a.Key.Equals(modelId, StringComparison.OrdinalIgnoreCase)).Value ?? modelId;
        recognizer = id.Equals("default", StringComparison.OrdinalIgnoreCase)
            ? Recognizer
            : _recognizers.FirstOrDefault(r => r.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        return recognizer is not null;
    }

    /// <inheritdoc />
    /// <remarks>The same object for the same voice; do not dispose it. Its audio has the voice's own rate, whoever stands in.</remarks>
    /// <exception cref="ArgumentException">The voice is not one of <see cref="Voices"/>.</exception>
    public ISpeechSynthesizer GetSynthesizer(Voice voice)
    {
        ArgumentNullException.ThrowIfNull(voice);
        if (_byVoice.TryGetValue(voice.Id, out var known))
        {
            return known;
        }

        if (!_voices.TryGet(voice.Id, out var own))
        {
            throw new ArgumentException($"There is no voice '{voice.Id}' here.", nameof(voice));
        }

        return _byVoice.GetOrAdd(
            own.Id,
            _ => new FailoverSynthesizer(own, _voices.Candidates(own), _options.FailoverCooldown, _timeProvider, _logger));
    }

    /// <inheritdoc />
    /// <exception cref="EngineException">No detector can run here.</exception>
    public IVoiceActivityDetector CreateVoiceActivityDetector() => _voiceActivity.Count > 0
        ? _voiceActivity[0].CreateDetector()
        : throw new EngineException("voice-activity", EngineFailure.Unavailable, "No voice activity detector can run here; 'parley doctor' says what is missing.");

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellationToken = default)
    {
        var reports = new List<EngineReport>(_factories.Count);
        foreach (var factory in _factories)
        {
            reports.Add(await factory.InspectAsync(_context, cancellationToken));
        }

        return reports;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        foreach (var synthesizer in _synthesizers)
        {
            await synthesizer.DisposeAsync();
        }

        foreach (var recognizer in _recognizers)
        {
            await recognizer.DisposeAsync();
        }

        foreach (var engine in _voiceActivity)
        {
            engine.Dispose();
        }
    }

    /// <summary>
    /// Engines that recognise utterance by utterance stand in for each other within a stream; others where a stream opens.
    /// </summary>
    private ISpeechRecognizer InOrder(IReadOnlyList<ISpeechRecognizer> recognizers)
    {
        var engines = recognizers.OfType<EndpointingRecognizer>().Select(r => r.Engine).ToList();
        return engines.Count > 1 && engines.Count == recognizers.Count
            ? new EndpointingRecognizer(
                new FailoverEngine(engines, _options.FailoverCooldown, _timeProvider, _logger), CreateVoiceActivityDetector, _timeProvider, _logger)
            : new FailoverRecognizer("default", recognizers, _options.FailoverCooldown, _timeProvider, _logger);
    }

    private List<TEngine> CreateAll<TFactory, TEngine>(string setting, IReadOnlyList<string>? order, Func<TFactory, TEngine> create)
        where TFactory : IEngineFactory
    {
        var engines = new List<TEngine>();
        foreach (var factory in EngineOrder.Of<TFactory>(setting, order, _factories))
        {
            try
            {
                engines.Add(create(factory));
            }
            catch (EngineException unavailable)
            {
                RegistryLog.EngineLeftOut(_logger, factory.Id, unavailable.Message);
            }
        }

        return engines;
    }
}
