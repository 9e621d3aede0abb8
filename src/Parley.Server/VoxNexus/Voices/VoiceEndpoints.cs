using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;

namespace Parley.Server.VoxNexus.Voices;

/// <summary><c>GET /v1/voices</c> and <c>GET /v1/voices/{id}</c>.</summary>
internal static class VoiceEndpoints
{
    public static Task ListAsync(ApiRequest request, ISpeechEngines engines)
    {
        var filter = new VoiceFilter(request.Http.Request.Query);
        var found = engines.Voices.Where(filter.Passes).OrderBy(v => v.Id, StringComparer.Ordinal).ToList();
        return request.WriteAsync(json =>
        {
            json.WriteStartArray("voices"u8);
            foreach (var voice in found.Skip((int)Math.Min(int.MaxValue, (filter.Page - 1L) * filter.PageSize)).Take(filter.PageSize))
            {
                json.WriteStartObject();
                VoiceDocument.Write(json, voice, voice.Id, request.BaseUrl);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("pagination"u8);
            json.WriteNumber("page"u8, filter.Page);
            json.WriteNumber("page_size"u8, filter.PageSize);
            json.WriteNumber("total"u8, found.Count);
            json.WriteNumber("total_pages"u8, (found.Count + filter.PageSize - 1) / filter.PageSize);
            json.WriteEndObject();
        });
    }

    public static Task ShowAsync(ApiRequest request, ISpeechEngines engines)
    {
        var id = (string)request.Http.Request.RouteValues["id"]!;
        return engines.TryGetVoice(id, out var voice)
            ? request.WriteAsync(json => VoiceDocument.Write(json, voice, id, request.BaseUrl))
            : throw new ApiException(new ApiError(ErrorCodes.VoiceNotFound, "there is no voice with this voice_id"));
    }
}
