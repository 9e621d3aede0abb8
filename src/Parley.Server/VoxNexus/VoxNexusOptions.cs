using System.ComponentModel.DataAnnotations;

namespace Parley.Server.VoxNexus;

/// <summary>Bounds and habits of the VoxNexus face: the section <c>voxNexus</c> of the settings. The defaults are the specification's own.</summary>
public sealed record VoxNexusOptions
{
    /// <summary>Seconds a socket may stay without a successful <c>init</c>; default 60.</summary>
    [Range(1, 3_600)]
    public int InitSeconds { get; init; } = 60;

    /// <summary>Seconds without any client message and without work in progress after which a socket is closed; default 600.</summary>
    [Range(61, 86_400)]
    public int IdleSeconds { get; init; } = 600;

    /// <summary>Longest life of a socket in seconds; null (default) for no limit.</summary>
    [Range(60, 604_800)]
    public int? SessionSeconds { get; init; }

    /// <summary>Largest WebSocket message in bytes; default 4 MiB.</summary>
    [Range(1 << 20, 64 << 20)]
    public int MaxMessageBytes { get; init; } = 4 << 20;

    /// <summary>Sockets that one key may have open at once; default 20. Without keys only the server's total counts.</summary>
    [Range(4, 100_000)]
    public int ConnectionsPerKey { get; init; } = 20;

    /// <summary>Seconds a client may leave a write unread; default 60. TCP lets no close frame pass what is stuck, so the socket is aborted.</summary>
    [Range(1, 3_600)]
    public int SlowConsumerSeconds { get; init; } = 60;

    /// <summary>Messages other than audio and ping that a socket may send per second, with five times as many at once; beyond, reading pauses. Default 200.</summary>
    [Range(1, 1_000_000)]
    public int MessagesPerSecond { get; init; } = 200;

    /// <summary>Longest text of one message, in Unicode scalar values; default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxTextLength { get; init; } = 5_000;

    /// <summary>Longest text of one utterance, in Unicode scalar values; default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxUtteranceLength { get; init; } = 50_000;

    /// <summary>Finalised utterances that may wait; default 64.</summary>
    [Range(1, 10_000)]
    public int MaxWaitingUtterances { get; init; } = 64;

    /// <summary>When the text of an open utterance begins to be spoken; default at each sentence.</summary>
    public SynthesisStart SynthesisStart { get; init; } = SynthesisStart.Sentence;

    /// <summary>Seconds an engine may take for its next piece of audio; default 30.</summary>
    [Range(1, 600)]
    public int SynthesisSeconds { get; init; } = 30;

    /// <summary>What happens to a voice id that nobody knows; default an error.</summary>
    public UnknownNamePolicy UnknownVoice { get; init; } = UnknownNamePolicy.Error;

    /// <summary>What happens to a recognition language the engine lacks; default its own language, which <c>ready</c> reports.</summary>
    public UnknownNamePolicy UnknownRecognitionLanguage { get; init; } = UnknownNamePolicy.FallBack;

    /// <summary>Seconds without any audio after which speech in progress is ended; 0 never. Default 5.</summary>
    [Range(0, 3_600)]
    public int StallSeconds { get; init; } = 5;

    /// <summary>Bytes of audio, as received, that may wait for recognition; default 32 MiB.</summary>
    [Range(64 << 10, 1 << 30)]
    public int MaxBacklogBytes { get; init; } = 32 << 20;

    /// <summary>Seconds of audio that may wait for recognition; default 600.</summary>
    [Range(1, 86_400)]
    public int MaxBacklogSeconds { get; init; } = 600;

    /// <summary>Seconds that a full backlog may stand still; default 60.</summary>
    [Range(1, 3_600)]
    public int BacklogStallSeconds { get; init; } = 60;

    /// <summary>Largest body of <c>POST /v1/stt</c> in bytes; default 100 MiB.</summary>
    [Range(1 << 10, 1L << 32)]
    public long MaxUploadBytes { get; init; } = 100L << 20;

    /// <summary>Longest recording that <c>POST /v1/stt</c> takes, in seconds; default two hours.</summary>
    [Range(1, 864_000)]
    public int MaxUploadSeconds { get; init; } = 7_200;

    /// <summary>Longest life of a key from <c>POST /v1/tokens</c>, in seconds; default one hour.</summary>
    [Range(10, 86_400)]
    public int MaxTokenSeconds { get; init; } = 3_600;
}
