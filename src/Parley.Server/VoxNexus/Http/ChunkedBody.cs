using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.VoxNexus.Http;

/// <summary>
/// A chunked HTTP/1.1 body with a trailer. Kestrel sends trailers on HTTP/2 only, but leaves the framing to whoever sets
/// <c>Transfer-Encoding</c>. For HTTP/1.0 the bytes go out as they are and the end of the connection is the end of the body.
/// </summary>
internal sealed class ChunkedBody
{
    // Eight hexadecimal digits and two line ends.
    private const int FrameBytes = 12;

    private readonly PipeWriter _writer;
    private readonly bool _chunked;

    /// <summary>Sets the headers; the answer must not have started.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="trailer">The trailer's name.</param>
    public ChunkedBody(HttpResponse response, string trailer)
    {
        _chunked = HttpProtocol.IsHttp11(response.HttpContext.Request.Protocol);
        if (_chunked)
        {
            response.Headers.TransferEncoding = "chunked";
            response.Headers.Trailer = trailer;
        }

        _writer = response.BodyWriter;
    }

    /// <summary>Writes one chunk; does not flush.</summary>
    /// <param name="length">Its length in bytes; 0 writes nothing, since an empty chunk is the end.</param>
    /// <param name="state">Handed to <paramref name="fill"/>.</param>
    /// <param name="fill">Writes exactly that many bytes.</param>
    public void Write<TState>(int length, TState state, Action<Span<byte>, TState> fill)
    {
        if (length == 0)
        {
            return;
        }

        var span = _writer.GetSpan(length + FrameBytes);
        var start = 0;
        if (_chunked)
        {
            length.TryFormat(span, out start, "x", CultureInfo.InvariantCulture);
            "\r\n"u8.CopyTo(span[start..]);
            start += 2;
        }

        fill(span.Slice(start, length), state);
        var end = start + length;
        if (_chunked)
        {
            "\r\n"u8.CopyTo(span[end..]);
            end += 2;
        }

        _writer.Advance(end);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the body with the trailer's value.</summary>
    public async ValueTask FinishAsync(string name, string value, CancellationToken cancellationToken)
    {
        if (_chunked)
        {
            _writer.Write(Encoding.ASCII.GetBytes($"0\r\n{name}: {value}\r\n\r\n"));
        }

        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
