using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>What a TTS socket's <c>init</c> settles.</summary>
/// <param name="Speech">How to speak.</param>
/// <param name="Join">How text messages are joined.</param>
/// <param name="AutoFlush">Pause in the text after which what is buffered is spoken; null never.</param>
/// <param name="BinaryAudio">Audio in binary messages.</param>
/// <param name="WordTimings">Whether <c>word_timing</c> messages are wanted.</param>
/// <param name="IncludeLimits">Whether <c>ready</c> tells the limits.</param>
internal sealed record RealtimeSettings(SpeechSettings Speech, TextJoin Join, TimeSpan? AutoFlush, bool BinaryAudio, bool WordTimings, bool IncludeLimits)
{
    private const int DefaultAutoFlushMilliseconds = 3_000;

    /// <returns>The settings; of use only when there are no problems.</returns>
    public static RealtimeSettings Read(ReadOnlySpan<byte> json, SpeechSettingsReader reader, Problems problems)
    {
        var init = TtsInitMessage.Read(json, problems.All);
        var speech = reader.Read(init.Settings, problems);
        problems.All.AddRange(init.Validate());
        var flush = init.AutoFlushMs ?? DefaultAutoFlushMilliseconds;
        return new RealtimeSettings(
            speech,
            init.TextJoin switch { "verbatim" => TextJoin.Verbatim, "space" => TextJoin.Space, _ => TextJoin.Auto },
            flush == 0 ? null : TimeSpan.FromMilliseconds(flush),
            init.AudioTransport == "binary",
            init.EnableTimestamps ?? false,
            init.IncludeLimits ?? false);
    }
}
