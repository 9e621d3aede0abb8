using System.Text;

namespace Parley.SocketIo.EngineIo.Client;

/// <summary>Builds the addresses of one server's requests.</summary>
internal sealed class EngineIoAddress
{
    private readonly UriBuilder _http;
    private readonly UriBuilder _webSocket;
    private readonly string _query;

    public EngineIoAddress(Uri server, string path, IReadOnlyDictionary<string, string> query)
    {
        var secure = server.Scheme is "https" or "wss";
        path = path.TrimEnd('/') + "/";
        _http = new UriBuilder(secure ? "https" : "http", server.Host, server.Port, path);
        _webSocket = new UriBuilder(secure ? "wss" : "ws", server.Host, server.Port, path);
        var text = new StringBuilder();
        foreach (var (name, value) in query)
        {
            text.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }

        _query = text.ToString();
    }

    public Uri Polling(string? sessionId) => Build(_http, "polling", sessionId);

    public Uri WebSocket(string? sessionId) => Build(_webSocket, "websocket", sessionId);

    /// <summary>Without the query, which may hold secrets.</summary>
    public override string ToString() => _http.Uri.GetLeftPart(UriPartial.Path);

    private Uri Build(UriBuilder address, string transport, string? sessionId) => new UriBuilder(address.Uri)
    {
        Query = $"{_query}EIO=4&transport={transport}{(sessionId is null ? "" : "&sid=" + Uri.EscapeDataString(sessionId))}",
    }.Uri;
}
