using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Parley.Server.Console;

/// <summary>One file in memory, in the encodings that browsers take. Immutable.</summary>
internal sealed class ConsoleAsset
{
    private readonly string _type;
    private readonly Representation _plain;
    private readonly Representation? _gzip;
    private readonly Representation? _brotli;

    public ConsoleAsset(string type, byte[] content)
    {
        _type = type;
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
        _plain = new(null, $"\"{hash}\"", content);
        if (ContentTypes.IsText(type))
        {
            _gzip = new("gzip", $"\"{hash}-gz\"", Compress(content, stream => new GZipStream(stream, CompressionLevel.SmallestSize)));
            _brotli = new("br", $"\"{hash}-br\"", Compress(content, stream => new BrotliStream(stream, CompressionLevel.SmallestSize)));
        }
    }

    /// <summary>Answers a GET or HEAD, with 304 when the caller has it already.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var chosen = Choose(context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers.ETag = chosen.Tag;
        headers.CacheControl = "no-cache";
        if (_brotli is not null)
        {
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }

        if (EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known) && known.Any(tag => tag.Tag == chosen.Tag || tag.Tag == "*"))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = _type;
        context.Response.ContentLength = chosen.Bytes.Length;
        if (chosen.Encoding is not null)
        {
            headers.ContentEncoding = chosen.Encoding;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(chosen.Bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private Representation Choose(StringValues accepted)
    {
        if (_brotli is null || !StringWithQualityHeaderValue.TryParseList(accepted, out var encodings))
        {
            return _plain;
        }

        var names = encodings.Where(e => e.Quality is not 0).Select(e => e.Value.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.Contains("br") ? _brotli : names.Contains("gzip") ? _gzip! : _plain;
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> open)
    {
        using var compressed = new MemoryStream();
        using (var stream = open(compressed))
        {
            stream.Write(content);
        }

        return compressed.ToArray();
    }

    private sealed record Representation(string? Encoding, string Tag, byte[] Bytes);
}
