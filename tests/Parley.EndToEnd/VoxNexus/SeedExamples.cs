namespace Parley.EndToEnd.VoxNexus;

/// <summary>The JavaScript examples of VoxNexus's WebSocket guide, cut out of the document beside the repository, letter by letter.</summary>
internal static class SeedExamples
{
    /// <summary>Why the tests that need the document are skipped where it is absent.</summary>
    public const string Missing = "../shared/seeds is not there";

    private static readonly string? Document = Find();

    public static bool ArePresent => Document is not null;

    /// <summary>"Complete Example" of text to speech: class and usage.</summary>
    public static string TextToSpeech => Between("class TTSWebSocketClient {", "Speech-to-Text WebSocket");

    /// <summary>"Complete Example" of speech to text: class and usage.</summary>
    public static string SpeechToText => Between("class STTWebSocketClient {", "Best Practices");

    public static string TextToSpeechClass => ClassOf(TextToSpeech);

    public static string SpeechToTextClass => ClassOf(SpeechToText);

    public static string Reconnection => Between("class ReconnectingWebSocket {", "Heartbeat/Ping");

    public static string Heartbeat => Between("// Send periodic ping to keep connection alive", "Error Handling");

    public static string ErrorHandling => Between("ws.onerror = (error) => {", "Audio Processing");

    public static string Buffer => Between("class AudioBuffer {", "Batch Text Messages");

    public static string Batch => Between("// For TTS, batch multiple text segments", "Throttle Audio Sending");

    public static string Throttle => Between("class ThrottledAudioSender {", "Common Patterns");

    public static string Conversation => Between("// Combine TTS and STT for voice conversation", "Real-time Captioning");

    public static string Captioning => Between("class LiveCaptioning {", "Troubleshooting");

    public static void Require() => Assert.SkipUnless(ArePresent, Missing);

    private static string ClassOf(string example) => example[..example.IndexOf("// Usage", StringComparison.Ordinal)];

    private static string Between(string first, string next)
    {
        var start = Document!.IndexOf("\n" + first, StringComparison.Ordinal) + 1;
        start.ShouldBeGreaterThan(0, first);
        var end = Document.IndexOf("\n" + next + "\n", start, StringComparison.Ordinal);
        end.ShouldBeGreaterThan(start, next);
        return Document[start..end] + "\n";
    }

    private static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Parley.slnx")))
            {
                var seeds = Path.Combine(folder, "..", "shared", "seeds");
                return Directory.Exists(seeds) && Directory.GetFiles(seeds, "003*") is [var file, ..] ? File.ReadAllText(file).ReplaceLineEndings("\n") : null;
            }
        }

        return null;
    }
}
