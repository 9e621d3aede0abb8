using Parley.Audio;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>Options of a <see cref="TextToSpeechClient"/>.</summary>
public sealed record TextToSpeechOptions : VoxNexusOptions
{
    /// <summary>A voice of the service, e.g. <c>vl-xiaoxiao</c>. Required.</summary>
    public required string VoiceId { get; init; }

    /// <summary>ISO 639-1 or BCP 47; null for the voice's primary locale.</summary>
    public string? Language { get; init; }

    /// <summary>Hertz: 16,000, 24,000 or 48,000; older services also take 8,000, 22,050 and 44,100. Default 16,000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Transport of the samples: <c>pcm</c> (default) or <c>wav</c>. Both are given out as samples.</summary>
    public string Format { get; init; } = "pcm";

    /// <summary>0.5 to 2.0, default 1.0.</summary>
    public double Speed { get; init; } = 1.0;

    /// <summary>-12 to 12 semitones, default 0.</summary>
    public double Pitch { get; init; }

    /// <summary>0.0 to 1.0, default 1.0.</summary>
    public double Volume { get; init; } = 1.0;

    /// <summary>The voice's own options; null for its defaults.</summary>
    public VoiceConfig? VoiceConfig { get; init; }

    /// <summary>A model; null for the service's default.</summary>
    public string? ModelId { get; init; }

    /// <summary>Asks for audio in binary messages, a quarter less to send; a Parley extension that other services ignore. Default false.</summary>
    public bool BinaryAudio { get; init; }

    /// <summary>Asks for <see cref="WordsTimed"/> events; a Parley extension that other services ignore. Default false.</summary>
    public bool WordTimes { get; init; }

    /// <summary>
    /// Most audio that may wait unread, over all utterances, default 4 minutes. Then the socket is not read until
    /// somebody reads or disposes an utterance; a service may close a connection that is not read for long.
    /// </summary>
    public TimeSpan MaxBufferedAudio { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Most utterances under way at once, default 48, at most 64 (the service's own queue); further ones wait their turn.</summary>
    public int MaxPendingUtterances { get; init; } = 48;

    /// <summary>
    /// After a reconnect, says an utterance whose audio was cut off again and gives out what was not yet received.
    /// Default false: it fails with a retryable error. Utterances without audio are always sent again.
    /// </summary>
    public bool ResumeInterruptedUtterances { get; init; }

    internal PcmFormat PcmFormat => new(SampleRate);

    internal SynthesisSettings Settings => new()
    {
        VoiceId = VoiceId,
        Language = Language,
        Format = Format,
        SampleRate = SampleRate,
        Speed = Speed,
        Pitch = Pitch,
        Volume = Volume,
        VoiceConfig = VoiceConfig,
        ModelId = ModelId,
    };

    internal TextToSpeechOptions Validated()
    {
        ValidateConnection();
        if (Settings.Validate().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem.Message, problem.Field);
        }

        if (Format is not ("pcm" or "wav"))
        {
            throw new ArgumentException("Format must be pcm or wav.", nameof(Format));
        }

        if (MaxPendingUtterances is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxPendingUtterances), MaxPendingUtterances, "Between 1 and 64 utterances may be under way.");
        }

        if (MaxBufferedAudio < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(MaxBufferedAudio), MaxBufferedAudio, "At least a second of audio must fit.");
        }

        return this;
    }
}
