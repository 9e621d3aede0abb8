using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Voices;

/// <summary><c>GET /v1/voices</c> and <c>GET /v1/voices/{id}</c>.</summary>
internal static class VoiceEndpoints
{
    public static Task ListAsync(ApiRequest request, ISpeechEngines engines)
    {
        var filter = new VoiceFilter(request.Http.Request.Query);
        var found = engines.Voices.Where(filter.Passes).OrderBy(v => v.Id, StringComparer.Ordinal).ToList();
        var skipped = (int)Math.Min(int.MaxValue, (filter.Page - 1L) * filter.PageSize);
        var page = new VoicePage
        {
            Voices = [.. found.Skip(skipped).Take(filter.PageSize).Select(v => VoiceDocument.Create(v, v.Id, request.BaseUrl))],
            Pagination = new Pagination
            {
                Page = filter.Page,
                PageSize = filter.PageSize,
                Total = found.Count,
                TotalPages = (found.Count + filter.PageSize - 1) / filter.PageSize,
            },
        };
        return request.WriteAsync(page, VoxNexusJsonContext.Default.VoicePage);
    }

    public static Task ShowAsync(ApiRequest request, ISpeechEngines engines)
    {
        var id = (string)request.Http.Request.RouteValues["id"]!;
        return engines.TryGetVoice(id, out var voice)
            ? request.WriteAsync(VoiceDocument.Create(voice, id, request.BaseUrl), VoxNexusJsonContext.Default.Voice)
            : throw new ApiException(new ApiError(VoxNexusErrorCode.VoiceNotFound, "there is no voice with this voice_id"));
    }
}
