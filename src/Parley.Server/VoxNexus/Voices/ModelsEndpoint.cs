using System.Text.Json;
using Parley.Server.VoxNexus.Http;
using Parley.Speech;
using Parley.Speech.Recognition;

namespace Parley.Server.VoxNexus.Voices;

/// <summary><c>GET /v1/models</c>: the engines that can run here, and the model ids that VoxNexus clients use.</summary>
internal static class ModelsEndpoint
{
    private static readonly string[] Aliases = ["vn-stt-basic", "vn-stt-ultra"];

    public static async Task ListAsync(ApiRequest request, ISpeechEngines engines)
    {
        var reports = await engines.InspectAsync(request.Aborted).ConfigureAwait(false);
        var recognizers = new List<(string Id, ISpeechRecognizer Engine)>();
        foreach (var id in reports.Where(r => r is { Job: "recognition", IsAvailable: true }).Select(r => r.Id).Concat(Aliases))
        {
            if (engines.TryGetRecognizer(id, out var engine))
            {
                recognizers.Add((id, engine));
            }
        }

        await request.WriteAsync(json =>
        {
            json.WriteStartArray("models"u8);
            foreach (var (id, engine) in recognizers)
            {
                Write(json, id, "stt"u8, engine.Languages, id == engines.Recognizer.Id);
            }

            foreach (var group in engines.Voices.GroupBy(v => v.EngineId))
            {
                Write(json, group.Key, "tts"u8, group.SelectMany(v => v.Locales).Distinct().Order(StringComparer.Ordinal), group.Key == engines.DefaultVoice.EngineId);
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, string id, ReadOnlySpan<byte> type, IEnumerable<string> languages, bool isDefault)
    {
        json.WriteStartObject();
        json.WriteString("model_id"u8, id);
        json.WriteString("name"u8, id);
        json.WriteString("type"u8, type);
        json.WriteStartArray("languages"u8);
        foreach (var language in languages)
        {
            json.WriteStringValue(language);
        }

        json.WriteEndArray();
        json.WriteBoolean("supports_streaming"u8, true);
        json.WriteBoolean("supports_timestamps"u8, true);
        json.WriteBoolean("supports_diarization"u8, false);
        json.WriteBoolean("is_default"u8, isDefault);
        json.WriteEndObject();
    }
}
