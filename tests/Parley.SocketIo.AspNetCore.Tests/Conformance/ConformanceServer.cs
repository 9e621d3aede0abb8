using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Parley.SocketIo.TestHost;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>The conformance host on a free port, and raw HTTP to it. Heartbeats are far apart unless a test wants them.</summary>
public sealed class ConformanceServer : IAsyncLifetime
{
    private WebApplication? _app;
    private WebApplication? _quick;
    private WebApplication? _pinging;

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan });

    public Uri Url { get; private set; } = null!;

    /// <summary>The same with pingInterval 300 and pingTimeout 200.</summary>
    public Uri QuickUrl { get; private set; } = null!;

    /// <summary>The same with pingInterval 100, and all the time in the world to answer.</summary>
    public Uri PingingUrl { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = ConformanceHost.Create(new TestHostOptions { Port = 0, PingInterval = 25_000, PingTimeout = 20_000 });
        _quick = ConformanceHost.Create(new TestHostOptions { Port = 0, ConnectTimeout = 1000 });
        _pinging = ConformanceHost.Create(new TestHostOptions { Port = 0, PingInterval = 100, PingTimeout = 20_000 });
        _app.Use((context, next) =>
        {
            // A poll is outstanding as soon as its handling first waits.
            var handling = next(context);
            if (HttpMethods.IsGet(context.Request.Method) && !handling.IsCompleted)
            {
                _waiting.Writer.TryWrite(context.Request.QueryString.Value!);
            }

            return handling;
        });
        await _app.StartAsync();
        await _quick.StartAsync();
        await _pinging.StartAsync();
        Url = new Uri(_app.Urls.First());
        QuickUrl = new Uri(_quick.Urls.First());
        PingingUrl = new Uri(_pinging.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app!.DisposeAsync();
        await _quick!.DisposeAsync();
        await _pinging!.DisposeAsync();
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, Uri? server = null)
    {
        using var response = await Http.GetAsync(new Uri(server ?? Url, path), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Begins a poll and waits until the server holds it.</summary>
    public async Task<Task<(HttpStatusCode Status, string Body)>> StartPollAsync(string session, CancellationToken cancellationToken = default)
    {
        var mark = "&mark=" + Guid.NewGuid().ToString("N");
        var poll = PollAsync(session + mark, cancellationToken);
        while (!(await _waiting.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30))).EndsWith(mark, StringComparison.Ordinal))
        {
        }

        return poll;
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, Uri? server = null)
    {
        using var content = new StringContent(body);
        using var response = await Http.PostAsync(new Uri(server ?? Url, path), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a polling session; the result is the query of its requests.</summary>
    public async Task<string> OpenPollingAsync(string path = "/engine.io/", Uri? server = null)
    {
        var (_, body) = await GetAsync($"{path}?EIO=4&transport=polling", server);
        using var open = JsonDocument.Parse(body[1..]);
        return $"{path}?EIO=4&transport=polling&sid={open.RootElement.GetProperty("sid").GetString()}";
    }

    public async Task<RawWebSocket> OpenWebSocketAsync(string pathAndQuery, Uri? server = null)
    {
        var url = new UriBuilder(new Uri(server ?? Url, pathAndQuery)) { Scheme = "ws" }.Uri;
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(url, TestContext.Current.CancellationToken);
        return new RawWebSocket(socket);
    }

    private async Task<(HttpStatusCode Status, string Body)> PollAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var response = await Http.GetAsync(new Uri(Url, pathAndQuery), cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
