using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>What is asked of the service for one text.</summary>
internal static class OpenAiSpeechRequest
{
    public static HttpRequestMessage Create(OpenAiSpeechOptions options, string voice, string input, double speed, SynthesisRequest request)
    {
        var body = new ArrayBufferWriter<byte>(256 + (input.Length * 2));
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, options.Model);
            json.WriteString("input"u8, SpeakableText.Clean(input));
            json.WriteString("voice"u8, voice);
            json.WriteString("response_format"u8, options.ResponseFormat);
            if (speed != 1)
            {
                json.WriteNumber("speed"u8, Math.Round(speed, 4));
            }

            if (options.TakesInstructions && request.Style is { } style && SpeakingStyle.Names.Contains(style, StringComparer.OrdinalIgnoreCase))
            {
                json.WriteString("instructions"u8, $"Speak in {Degree(request.StyleDegree)} {style.ToLowerInvariant()} tone.");
            }

            json.WriteEndObject();
        }

        var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var root = options.BaseUrl!.AbsoluteUri.TrimEnd('/');
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(root + "/audio/speech")) { Content = content };
        if (options.ApiKey is { } key)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return message;
    }

    private static string Degree(double degree) => degree switch
    {
        < 0.7 => "a slightly",
        > 1.4 => "a very",
        _ => "a",
    };
}
