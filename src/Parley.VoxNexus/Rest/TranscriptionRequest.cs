namespace Parley.VoxNexus;

/// <summary>How a file is to be transcribed.</summary>
public sealed record TranscriptionRequest
{
    /// <summary><c>audio/wav</c> (default), <c>audio/mpeg</c>, <c>audio/pcm</c> or <c>application/octet-stream</c>.</summary>
    public string ContentType { get; init; } = "audio/wav";

    /// <summary>Hertz, default 16,000; a container's own header wins.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>The model, which the original service requires; default its basic one.</summary>
    public string ModelId { get; init; } = "vn-stt-basic";

    /// <summary>ISO 639-1 or BCP 47; null for the service's default.</summary>
    public string? Language { get; init; }

    /// <summary>Asks for word times. Default false.</summary>
    public bool EnableTimestamps { get; init; }

    /// <summary>Asks who spoke when. Default false.</summary>
    public bool EnableSpeakerDiarization { get; init; }

    /// <summary>Asks a language model to rewrite the text as this prompt says; null for no rewriting.</summary>
    public string? LlmPrompt { get; init; }
}
