using Parley.Server.VoxNexus.Http;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Voices;

/// <summary><c>GET /v1/models</c>: the engines that can run here, and the model ids that VoxNexus clients use.</summary>
internal static class ModelsEndpoint
{
    private static readonly string[] Aliases = ["vn-stt-basic", "vn-stt-ultra"];

    public static async Task ListAsync(ApiRequest request, ISpeechEngines engines)
    {
        var reports = await engines.InspectAsync(request.Aborted).ConfigureAwait(false);
        var models = new List<ModelInfo>();
        foreach (var id in reports.Where(r => r is { Job: "recognition", IsAvailable: true }).Select(r => r.Id).Concat(Aliases))
        {
            if (engines.TryGetRecognizer(id, out var engine))
            {
                models.Add(Model(id, "stt", engine.Languages, id == engines.Recognizer.Id));
            }
        }

        foreach (var group in engines.Voices.GroupBy(v => v.EngineId))
        {
            models.Add(Model(group.Key, "tts", [.. group.SelectMany(v => v.Locales).Distinct().Order(StringComparer.Ordinal)], group.Key == engines.DefaultVoice.EngineId));
        }

        await request.WriteAsync(new ModelList { Models = models }, VoxNexusJsonContext.Default.ModelList).ConfigureAwait(false);
    }

    private static ModelInfo Model(string id, string type, IReadOnlyList<string> languages, bool isDefault) => new()
    {
        ModelId = id,
        Name = id,
        Type = type,
        Languages = languages,
        SupportsStreaming = true,
        SupportsTimestamps = true,
        SupportsDiarization = false,
        IsDefault = isDefault,
    };
}
