using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Tests.Recognition;

/// <summary>Hears speech in every frame whose first sample is positive. Frames of 20 ms.</summary>
internal sealed class ScriptedDetector : IVoiceActivityDetector
{
    public int SampleRate => 16_000;

    public int FrameLength => 320;

    public bool IsDisposed { get; private set; }

    public Exception? Failure { get; set; }

    /// <summary>Audio that this detector takes for speech.</summary>
    public static short[] Voiced(int milliseconds) => [.. Enumerable.Repeat((short)1, milliseconds * 16)];

    public static short[] Quiet(int milliseconds) => new short[milliseconds * 16];

    public float Process(ReadOnlySpan<short> frame) => Failure is { } failure ? throw failure : frame[0] > 0 ? 1 : 0;

    public void Reset()
    {
    }

    public void Dispose() => IsDisposed = true;
}
