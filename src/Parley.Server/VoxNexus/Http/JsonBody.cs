using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.Http;

/// <summary>Reads a request's JSON object.</summary>
internal static class JsonBody
{
    /// <exception cref="ApiException">It is too large, not JSON, or not an object.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext http, int maxBytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw new ApiException(new ApiError(ErrorCodes.InvalidJson, "the body is not JSON"));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new ApiException(new ApiError(ErrorCodes.InvalidMessage, "the body must be a JSON object"));
    }
}
