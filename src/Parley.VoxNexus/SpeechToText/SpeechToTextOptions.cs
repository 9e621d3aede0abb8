using Parley.Audio;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>Options of a <see cref="SpeechToTextClient"/>.</summary>
public sealed record SpeechToTextOptions : VoxNexusOptions
{
    /// <summary>ISO 639-1, BCP 47 or <c>auto</c>; null for the service's default.</summary>
    public string? Language { get; init; }

    /// <summary>Rate of the audio given to the client, in hertz, one of the service's set; default 16,000, the recommended one.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Asks for word times on finals. Default false.</summary>
    public bool EnableTimestamps { get; init; }

    /// <summary>Makes <see cref="Language"/> a hint. Default false.</summary>
    public bool EnableLanguageDetection { get; init; }

    /// <summary>A model; null for the service's default.</summary>
    public string? ModelId { get; init; }

    /// <summary>Asks a language model to rewrite the transcript as this prompt says (<see cref="LlmText"/>); null for no rewriting.</summary>
    public string? LlmPrompt { get; init; }

    /// <summary>Asks for <see cref="SpeechActivity"/> events; a Parley extension that other services ignore. Default false.</summary>
    public bool EnableVadEvents { get; init; }

    /// <summary>Silence that ends an utterance, 200 to 5,000 ms of audio time; a Parley extension. Null for the service's default.</summary>
    public TimeSpan? EndpointSilence { get; init; }

    /// <summary>Words to prefer; a Parley extension. Default none.</summary>
    public IReadOnlyList<string> Keyterms { get; init; } = [];

    /// <summary>Length of the pieces that are sent, default 100 ms; 20 to 1,000, 100 to 200 recommended.</summary>
    public TimeSpan ChunkDuration { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Sends at this multiple of real time, for files: 1 is real time. The first piece goes at once, later ones by their
    /// deadlines. Null (default) sends as soon as there is a piece.
    /// </summary>
    public double? Pace { get; init; }

    /// <summary>Most audio that may wait to be sent, default 10 s; 1 s to 60 s.</summary>
    public TimeSpan MaxBacklog { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What happens beyond <see cref="MaxBacklog"/>, also while a connection is being made again. Default waiting; live microphones want to drop the oldest.</summary>
    public BacklogPolicy BacklogPolicy { get; init; }

    /// <summary>How much sent audio without a final is kept, to be sent again after a reconnect, default 30 s; 0 to 120 s.</summary>
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a flush may take once it is sent, default 30 s.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends audio in binary messages, a quarter less to send; a Parley extension that other services refuse. Default false.</summary>
    public bool BinaryAudio { get; init; }

    internal PcmFormat PcmFormat => new(SampleRate);

    internal SttInitMessage Init => new()
    {
        Language = Language,
        Format = "pcm",
        SampleRate = SampleRate,
        EnableTimestamps = EnableTimestamps,
        EnableLanguageDetection = EnableLanguageDetection,
        ModelId = ModelId,
        EnableLlmTransform = LlmPrompt is null ? null : true,
        LlmPrompt = LlmPrompt,
        EnableVadEvents = EnableVadEvents ? true : null,
        EndpointSilenceMs = (int?)EndpointSilence?.TotalMilliseconds,
        Keyterms = Keyterms,
    };

    internal SpeechToTextOptions Validated()
    {
        ValidateConnection();
        if (Init.Validate().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem.Message, problem.Field);
        }

        InRange(ChunkDuration, 0.020, 1, nameof(ChunkDuration));
        InRange(MaxBacklog, 1, 60, nameof(MaxBacklog));
        InRange(ReplayWindow, 0, 120, nameof(ReplayWindow));
        InRange(FlushTimeout, 0.001, 3600, nameof(FlushTimeout));
        if (Pace is <= 0 or double.NaN or double.PositiveInfinity)
        {
            throw new ArgumentOutOfRangeException(nameof(Pace), Pace, "The pace must be positive; null sends without pacing.");
        }

        return this;
    }

    private static void InRange(TimeSpan value, double low, double high, string name)
    {
        if (value.TotalSeconds < low || value.TotalSeconds > high)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Between {low} s and {high} s.");
        }
    }
}
