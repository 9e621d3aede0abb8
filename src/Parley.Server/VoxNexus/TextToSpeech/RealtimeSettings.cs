using Parley.Server.VoxNexus.Protocol;

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
    private const int MaxAutoFlushMilliseconds = 60_000;

    public static RealtimeSettings Read(Fields fields, SpeechSettingsReader reader)
    {
        var speech = reader.Read(fields);
        var timings = fields.Boolean("enable_timestamps");
        var limits = fields.Boolean("include_limits");
        var flush = fields.Integer("auto_flush_ms", 0, MaxAutoFlushMilliseconds) ?? 3_000;
        return new RealtimeSettings(speech, ReadJoin(fields), flush == 0 ? null : TimeSpan.FromMilliseconds(flush), ReadTransport(fields), timings, limits);
    }

    private static TextJoin ReadJoin(Fields fields)
    {
        switch (fields.String("text_join"))
        {
            case null or "auto":
                return TextJoin.Auto;
            case "verbatim":
                return TextJoin.Verbatim;
            case "space":
                return TextJoin.Space;
            default:
                fields.Fail(ApiError.Invalid("text_join", "auto, verbatim or space"));
                return TextJoin.Auto;
        }
    }

    private static bool ReadTransport(Fields fields)
    {
        switch (fields.String("audio_transport"))
        {
            case null or "base64":
                return false;
            case "binary":
                return true;
            default:
                fields.Fail(ApiError.Invalid("audio_transport", "base64 or binary"));
                return false;
        }
    }
}
