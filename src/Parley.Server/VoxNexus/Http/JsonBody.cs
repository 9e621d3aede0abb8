using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Http;

/// <summary>Reads a request's small JSON body.</summary>
internal static class JsonBody
{
    /// <exception cref="BadHttpRequestException">413: it is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext http, int maxBytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }

    /// <exception cref="ApiException">The body is not a JSON object.</exception>
    public static void ThrowUnlessOk(WireReadStatus status)
    {
        if (status != WireReadStatus.Ok)
        {
            throw new ApiException(status == WireReadStatus.InvalidJson
                ? new ApiError(VoxNexusErrorCode.InvalidJson, "the body is not JSON")
                : new ApiError(VoxNexusErrorCode.InvalidMessage, "the body must be a JSON object"));
        }
    }
}
