using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <summary>Calls the server's REST interface, again where that is safe and may help. Thread-safe.</summary>
internal sealed class RestCaller : IDisposable
{
    private const int MaxBody = 16 * 1024 * 1024;

    private readonly EstuaryClientOptions _options;
    private readonly HttpClient _http;
    private readonly string _base;

    public RestCaller(EstuaryClientOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _base = options.ServerUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, new() => CallAsync(HttpMethod.Get, path, null, type, cancellationToken);

    public Task<T> DeleteAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, new() => CallAsync(HttpMethod.Delete, path, null, type, cancellationToken);

    public Task<T> SendAsync<TBody, T>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, new() => CallAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(body, bodyType), type, cancellationToken);

    public void Dispose() => _http.Dispose();

    /// <summary>A query of the values that are there.</summary>
    public static string Query(params (string Name, string? Value)[] values)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return query.ToString();
    }

    private async Task<T> CallAsync<T>(HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, new()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CallOnceAsync(method, path, body, type, cancellationToken).ConfigureAwait(false);
            }
            catch (EstuaryException error) when (method != HttpMethod.Post && _options.RestRetry.Allows(attempt, error))
            {
                var delay = _options.RestRetry.Delay(attempt);
                var asked = (error as EstuaryRestException)?.RetryAfter ?? TimeSpan.Zero;
                await _options.TimeProvider.Delay(asked > delay ? asked : delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> CallOnceAsync<T>(HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, new()
    {
        using var request = new HttpRequestMessage(method, _base + path);
        if (!string.IsNullOrEmpty(_options.ApiKey))
        {
            request.Headers.Add("X-API-Key", _options.ApiKey);
        }
        else if (!string.IsNullOrEmpty(_options.Token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        using var deadline = _options.TimeProvider.CreateCancellationTokenSource(_options.RestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var answer = await ReadAsync(response, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? EstuaryJson.Read(answer.Span, type) : throw Refusal(response, answer);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new EstuaryException(EstuaryErrorCodes.ConnectionFailed, $"No connection to {_options.ServerUrl.Authority}.", isTransient: true, error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EstuaryException(EstuaryErrorCodes.ConnectionTimeout, $"The server did not answer within {_options.RestTimeout.TotalSeconds:0.#} s.", isTransient: true);
        }
        catch (JsonException error)
        {
            throw new EstuaryException(EstuaryErrorCodes.RestError, $"The server's answer is not what {path.Split('?')[0]} gives.", isTransient: false, error);
        }
    }

    private static EstuaryRestException Refusal(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var status = (int)response.StatusCode;
        var message = $"The server answered with HTTP status {status}.";
        try
        {
            var detail = EstuaryJson.Read(body.Span, EstuaryRestJsonContext.Default.ErrorDetail).Detail;
            message = detail.ValueKind == JsonValueKind.String ? detail.GetString()! : message;
        }
        catch (JsonException)
        {
            // A proxy's page; the body is in the details.
        }

        return new EstuaryRestException(status, message) { Details = Encoding.UTF8.GetString(body.Span), RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new ArrayBufferWriter<byte>();
            int count;
            while ((count = await stream.ReadAsync(body.GetMemory(8192), cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Advance(count);
                if (body.WrittenCount > MaxBody)
                {
                    throw new EstuaryException(EstuaryErrorCodes.RestError, $"The server's answer was longer than {MaxBody} bytes.");
                }
            }

            return body.WrittenMemory;
        }
    }
}
