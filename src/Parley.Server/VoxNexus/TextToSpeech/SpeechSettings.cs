using Parley.Server.VoxNexus.Protocol;
using Parley.Speech.Synthesis;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>How to speak: what <c>init</c> or the body of <c>POST /v1/tts</c> asks for, checked and with defaults filled in.</summary>
internal sealed record SpeechSettings
{
    public required Voice Voice { get; init; }

    /// <summary>The id as the client wrote it, which may be an alias.</summary>
    public required string VoiceId { get; init; }

    /// <summary>The resolved locale.</summary>
    public required string Language { get; init; }

    public AudioEncoding Encoding { get; init; }

    /// <summary>Hertz.</summary>
    public int SampleRate { get; init; } = 16_000;

    public double Speed { get; init; } = 1;

    /// <summary>Semitones.</summary>
    public double Pitch { get; init; }

    public double Volume { get; init; } = 1;

    public string? Style { get; init; }

    public double StyleDegree { get; init; } = 1;

    public SynthesisRequest Request(string text) => new()
    {
        Text = text,
        VoiceId = Voice.Id,
        Language = Language,
        Speed = Speed,
        Pitch = Pitch,
        Volume = Volume,
        Style = Style,
        StyleDegree = StyleDegree,
    };
}
