using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Security;

/// <summary>
/// A page of another site in a real browser, whose user has a server without keys on his own machine: it may reach nothing of it. The same
/// page served from localhost may.
/// </summary>
public sealed class ForeignPageTests : IAsyncDisposable
{
    // What the page tries; each line of the answer is "what=outcome".
    private const string Attempts = """
        async server => {
          const attempt = async (name, work) => { try { return `${name}=${await work()}`; } catch { return `${name}=refused`; } };
          const open = url => new Promise((resolve, reject) => {
            const socket = new WebSocket(url);
            socket.onopen = () => { socket.close(); resolve('open'); };
            socket.onerror = () => reject(new Error('refused'));
          });
          return [
            await attempt('read', async () => (await fetch(`${server}/api/server`)).status),
            await attempt('simple post', async () => (await fetch(`${server}/v1/tts`, { method: 'POST', body: '{}' })).status > 0),
            await attempt('blind post', async () => (await fetch(`${server}/v1/tts`, { method: 'POST', mode: 'no-cors', body: '{}' })).type),
            await attempt('json post', async () => (await fetch(`${server}/v1/tts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status > 0),
            await attempt('speech socket', () => open(`${server.replace('http', 'ws')}/v1/tts/realtime`)),
            await attempt('chat socket', () => open(`${server.replace('http', 'ws')}/hub`)),
          ].join('\n');
        }
        """;

    private readonly List<IAsyncDisposable> _open = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_foreign_page_reaches_nothing_and_every_attempt_is_answered_with_403()
    {
        var (server, page, site) = await OpenAsync();
        var answers = new ConcurrentBag<(string Path, int Status)>();
        page.Response += (_, response) => answers.Add((new Uri(response.Url).AbsolutePath, response.Status));
        await page.GotoAsync($"http://evil.example:{site}/");

        var outcome = await page.EvaluateAsync<string>(Attempts, Origin(server));

        outcome.Split('\n').ShouldBe(["read=refused", "simple post=refused", "blind post=opaque", "json post=refused", "speech socket=refused", "chat socket=refused"]);
        // The blind post leaves the browser, as it may, but its answer says that nothing happened.
        answers.Where(a => a.Path is "/api/server" or "/v1/tts").ShouldAllBe(a => a.Status == 403);
        answers.ShouldContain(("/v1/tts", 403));
    }

    [Fact]
    public async Task A_page_of_this_machine_may_use_the_server()
    {
        var (server, page, site) = await OpenAsync();
        await page.GotoAsync($"http://localhost:{site}/");

        var outcome = await page.EvaluateAsync<string>(Attempts, Origin(server));

        outcome.Split('\n').ShouldBe(["read=200", "simple post=true", "blind post=opaque", "json post=true", "speech socket=open", "chat socket=open"]);
    }

    [Fact]
    public async Task A_name_that_was_pointed_at_this_machine_gets_421()
    {
        var (server, page, _) = await OpenAsync();

        var answer = await page.GotoAsync($"http://rebound.example:{server.Address.Port}/api/server");

        answer!.Status.ShouldBe(421);
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            await _open[i].DisposeAsync();
        }
    }

    private static string Origin(ServerFixture server) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{server.Address.Port}");

    /// <summary>A server, a site of its own port with an empty page, and a browser in which every name is this machine.</summary>
    private async Task<(ServerFixture Server, IPage Page, int Site)> OpenAsync()
    {
        var server = await ServerFixture.StartAsync();
        _open.Add(server);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>A page</title>");
        });
        await site.StartAsync(Token);
        _open.Add(site);

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--host-resolver-rules=MAP * 127.0.0.1"],
        });
        _open.Add(browser);
        return (server, await browser.NewPageAsync(), new Uri(site.Urls.First()).Port);
    }
}
