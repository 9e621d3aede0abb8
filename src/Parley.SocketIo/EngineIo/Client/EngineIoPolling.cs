using System.Net;
using System.Net.Http.Headers;
using Parley.Realtime;

namespace Parley.SocketIo.EngineIo.Client;

/// <summary>The HTTP requests of the polling transport. One GET and one POST at a time.</summary>
internal sealed class EngineIoPolling(HttpClient http, EngineIoAddress address, IReadOnlyDictionary<string, string> headers)
{
    private static readonly MediaTypeHeaderValue TextPlain = MediaTypeHeaderValue.Parse("text/plain;charset=UTF-8");
    private static readonly byte[] ClosePacket = [(byte)'1'];

    /// <summary>Waits for the server's next payload.</summary>
    /// <exception cref="ConnectionException">No answer, or not one of status 200.</exception>
    public async Task<PooledBuffer> PollAsync(string? sessionId, int limit, CancellationToken cancellationToken)
    {
        using var request = Create(HttpMethod.Get, sessionId);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = new PooledBuffer();
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            int read;
            while ((read = await stream.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Advance(read);
                if (body.Length > limit)
                {
                    throw new MessageTooLargeException(limit);
                }
            }

            return body;
        }
        catch (Exception exception)
        {
            body.Dispose();
            if (exception is IOException or HttpRequestException)
            {
                throw new ConnectionException(RealtimeErrorCodes.ConnectionLost, "A polling answer broke off.", isTransient: true, exception);
            }

            throw;
        }
    }

    /// <summary>Sends the frames in as many payloads as the server's limit asks for.</summary>
    public async Task SendAsync(OutgoingFrames frames, string sessionId, long maxPayload, CancellationToken cancellationToken)
    {
        using var payload = new PooledBuffer();
        var next = 0;
        var position = 0;
        while (next < frames.Count)
        {
            payload.Clear();
            next = frames.WritePayload(payload, next, ref position, maxPayload);
            await PostAsync(payload.WrittenMemory, sessionId, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task CloseAsync(string sessionId, CancellationToken cancellationToken) => PostAsync(ClosePacket, sessionId, cancellationToken);

    private async Task PostAsync(ReadOnlyMemory<byte> payload, string sessionId, CancellationToken cancellationToken)
    {
        using var request = Create(HttpMethod.Post, sessionId);
        request.Content = new ReadOnlyMemoryContent(payload);
        request.Content.Headers.ContentType = TextPlain;
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private HttpRequestMessage Create(HttpMethod method, string? sessionId)
    {
        var request = new HttpRequestMessage(method, address.Polling(sessionId));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new ConnectionException(RealtimeErrorCodes.ConnectFailed, $"No answer from {address}.", isTransient: true, exception);
        }

        if (response.StatusCode == HttpStatusCode.OK)
        {
            return response;
        }

        using (response)
        {
            throw ConnectionException.FromHandshake((int)response.StatusCode, response.Headers.RetryAfter?.Delta);
        }
    }
}
