using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Parley.Testing.Server;

namespace Parley.EndToEnd.VoxNexus;

/// <summary>Makes speech with the server's own voice, and hears what speech says.</summary>
internal static class Recordings
{
    /// <summary>Samples of a text, with silence behind it so that an endpoint follows.</summary>
    public static Task<byte[]> SpeakAsync(ServerFixture server, string text, double silenceSeconds = 0, int sampleRate = 16_000) =>
        SpeakAsync(server.Http, text, silenceSeconds, sampleRate);

    /// <inheritdoc cref="SpeakAsync(ServerFixture, string, double, int)" />
    public static async Task<byte[]> SpeakAsync(HttpClient http, string text, double silenceSeconds = 0, int sampleRate = 16_000)
    {
        using var answer = await http.PostAsJsonAsync("v1/tts", new JsonObject { ["text"] = text, ["voice_id"] = "flite-slt", ["format"] = "pcm", ["sample_rate"] = sampleRate }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return [.. await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), .. new byte[(int)(silenceSeconds * sampleRate) * 2]];
    }

    /// <summary>What a WAV file or samples say, in lower case.</summary>
    public static async Task<string> HearAsync(ServerFixture server, byte[] audio, int sampleRate = 16_000)
    {
        using var answer = await server.Http.PostAsync($"v1/stt?sample_rate={sampleRate}", new ByteArrayContent(audio), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return ((string)JsonNode.Parse(body)!["text"]!).ToLowerInvariant();
    }

    /// <summary>Root mean square of 16-bit samples: speech lies well above 100.</summary>
    public static double Level(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm[..(pcm.Length & ~1)]);
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += sample * (double)sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }
}
