using System.Text.Json;
using Parley.Realtime;

namespace Parley.Voxta;

/// <summary><c>POST /hub/negotiate?negotiateVersion=1</c>: SignalR's first step.</summary>
internal static class Negotiator
{
    private const int MaxAnswerBytes = 64 * 1024;

    public static async Task<VoxtaNegotiation> NegotiateAsync(VoxtaClientOptions options, CancellationToken cancellationToken)
    {
        // A client of the application's own keeps its handler, and so perhaps its cookies; they are read from the answer.
        using var own = options.HttpClient is null ? new HttpClient(new HttpClientHandler { UseCookies = false }) : null;
        var http = options.HttpClient ?? own!;
        using var request = new HttpRequestMessage(HttpMethod.Post, VoxtaAddress.Http(options.ServerUrl, "hub/negotiate?negotiateVersion=1"));
        if (options.ApiKey is { } key)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw new ConnectionException(RealtimeErrorCodes.ConnectFailed, $"No connection to {options.ServerUrl.Authority}.", isTransient: true, error);
        }

        using (response)
        {
            if (response.StatusCode != System.Net.HttpStatusCode.OK)
            {
                throw ConnectionException.FromHandshake((int)response.StatusCode, response.Headers.RetryAfter?.Delta);
            }

            if (response.Content.Headers.ContentLength > MaxAnswerBytes)
            {
                throw new ProtocolViolationException("The answer to negotiation is too large.");
            }

            var body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            return new VoxtaNegotiation(Token(body), Cookies(response));
        }
    }

    private static string Token(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("connectionToken", out var token)
                && token.ValueKind == JsonValueKind.String
                && token.GetString() is { Length: > 0 } text)
            {
                return text;
            }
        }
        catch (JsonException error)
        {
            throw new ProtocolViolationException("The answer to negotiation is not valid JSON.", error);
        }

        throw new ProtocolViolationException("The answer to negotiation has no connection token.");
    }

    private static Dictionary<string, string> Cookies(HttpResponseMessage response)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        if (response.Headers.TryGetValues("Set-Cookie", out var lines))
        {
            foreach (var line in lines)
            {
                var pair = line.Split(';')[0];
                var equals = pair.IndexOf('=');
                if (equals > 0)
                {
                    cookies[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
                }
            }
        }

        return cookies;
    }
}
