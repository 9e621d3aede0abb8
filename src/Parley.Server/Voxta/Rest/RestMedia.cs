using Microsoft.AspNetCore.Http;

namespace Parley.Server.Voxta.Rest;

/// <summary>Bytes that somebody uploaded, served so that a browser cannot take them for a page of this server.</summary>
internal static class RestMedia
{
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "audio/wav", "audio/x-wav", "audio/mpeg", "audio/ogg", "video/mp4", "video/webm",
    };

    public static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> data, string contentType)
    {
        Prepare(http);
        return Results.Bytes(data, TypeFor(contentType), enableRangeProcessing: true).ExecuteAsync(http);
    }

    public static Task WriteFileAsync(HttpContext http, FileInfo file)
    {
        Prepare(http);
        return Results.Stream(file.OpenRead(), TypeFor(TypeOf(file.Extension)), enableRangeProcessing: true).ExecuteAsync(http);
    }

    private static void Prepare(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, max-age=600";
    }

    // What is not known to be harmless comes as plain bytes: HTML and SVG would run in the server's origin.
    private static string TypeFor(string contentType) => Shown.Contains(contentType) ? contentType : "application/octet-stream";

    private static string TypeOf(string extension) => extension.ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".wav" => "audio/wav",
        ".mp3" => "audio/mpeg",
        ".ogg" => "audio/ogg",
        ".mp4" => "video/mp4",
        ".webm" => "video/webm",
        _ => "",
    };
}
