using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Console;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Console;

/// <summary>The console's files at the root of the server.</summary>
public sealed class HostingTests : IDisposable
{
    private const string Html = "<!doctype html><html><head><title>Parley</title></head></html>";

    private readonly TemporaryDirectory _folder = new();

    private string Site => _folder.File("site");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HostingTests()
    {
        Put("index.html", Html);
        Put("app.js", "export {};");
        Put("node_modules/@microsoft/signalr/dist/browser/signalr.min.js", "var signalR;");
        Put("node_modules/socket.io-client/dist/socket.io.min.js", "var io;");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("app.js", "text/javascript; charset=utf-8")]
    [InlineData("talk/worklet.mjs", "text/javascript; charset=utf-8")]
    [InlineData("style.css", "text/css; charset=utf-8")]
    [InlineData("icon.svg", "image/svg+xml")]
    [InlineData("chime.wav", "audio/wav")]
    [InlineData("vendor/signalr.min.js", "text/javascript; charset=utf-8")]
    [InlineData("vendor/socket.io.min.js", "text/javascript; charset=utf-8")]
    [InlineData("", "text/html; charset=utf-8")]
    public async Task A_file_comes_with_its_type_and_its_protection(string path, string type)
    {
        foreach (var file in new[] { "talk/worklet.mjs", "style.css", "icon.svg", "chime.wav" })
        {
            Put(file, "content");
        }

        await using var server = await StartAsync();
        using var answer = await server.Http.GetAsync(path, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe(type);
        Header(answer, "Content-Security-Policy").ShouldContain("default-src 'none'");
        Header(answer, "Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Cache-Control").ShouldBe("no-cache");
    }

    [Fact]
    public async Task A_file_that_the_browser_has_is_not_sent_again_until_it_changes()
    {
        await using var server = await StartAsync();
        using var first = await server.Http.GetAsync("app.js", Cancel);
        var tag = first.Headers.ETag!;

        using var again = await GetAsync(server, "app.js", r => r.Headers.IfNoneMatch.Add(tag));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await again.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeEmpty();

        Put("app.js", "export const changed = true;");
        using var changed = await GetAsync(server, "app.js", r => r.Headers.IfNoneMatch.Add(tag));
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.Content.ReadAsStringAsync(Cancel)).ShouldBe("export const changed = true;");
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task Text_is_compressed_as_the_browser_likes(string accepted, string? encoding)
    {
        var text = string.Concat(Enumerable.Repeat("the same line again\n", 200));
        Put("app.js", text);
        await using var server = await StartAsync();

        using var answer = await GetAsync(server, "app.js", r => r.Headers.AcceptEncoding.ParseAdd(accepted));
        var body = await answer.Content.ReadAsStreamAsync(Cancel);

        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        Stream plain = encoding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        (await new StreamReader(plain).ReadToEndAsync(Cancel)).ShouldBe(text);
        if (encoding is not null)
        {
            answer.Content.Headers.ContentLength!.Value.ShouldBeLessThan(text.Length / 10);
        }
    }

    [Theory]
    [InlineData("GET", "api/parley/nothing")]
    [InlineData("GET", "api/nothing")]
    [InlineData("DELETE", "api/nothing")]
    [InlineData("GET", "health/nothing")]
    [InlineData("POST", "talk")]
    [InlineData("GET", "missing.js")]
    [InlineData("GET", "package.json")]
    [InlineData("GET", "test/app.test.mjs")]
    [InlineData("GET", "talk")]
    [InlineData("GET", "node_modules/@microsoft/signalr/dist/browser/signalr.min.js")]
    [InlineData("GET", ".git/app.js")]
    [InlineData("GET", "..%2Fsecret.js")]
    [InlineData("GET", "a/%2e%2e/%2e%2e/secret.js")]
    [InlineData("GET", "talk%5C..%5C..%5Csecret.js")]
    public async Task What_is_no_file_of_the_console_is_404_in_JSON(string method, string path)
    {
        Put("package.json", "{}");
        Put(".git/app.js", "private");
        Put("test/app.test.mjs", "private");
        File.WriteAllText(_folder.File("secret.js"), "private");
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await server.Http.SendAsync(request, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        json.RootElement.GetProperty("status").GetInt32().ShouldBe(404);
    }

    [Theory]
    [InlineData("parley")]
    [InlineData("parley/")]
    public async Task Under_a_path_base_the_page_is_in_a_folder(string path)
    {
        await using var server = await StartAsync(new() { ["pathBase"] = "/parley" });
        using var answer = await server.Http.GetAsync(new Uri(new Uri(server.Address, "/"), path), Cancel);

        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/parley/");
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe(Html);
        (await server.Http.GetStringAsync("app.js", Cancel)).ShouldBe("export {};");
    }

    [Fact]
    public async Task Pages_need_no_key()
    {
        await using var server = await StartAsync(new() { ["requireKeys"] = "true" });

        (await server.Http.GetStringAsync("", Cancel)).ShouldBe(Html);
        (await server.Http.GetAsync("api/server", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_the_libraries_the_page_says_what_to_do()
    {
        File.Delete(Path.Combine(Site, "node_modules", "socket.io-client", "dist", "socket.io.min.js"));
        await using var server = await StartAsync();

        using var answer = await server.Http.GetAsync("", Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain(ConsoleFiles.Remedy);
    }

    [Fact]
    public async Task The_real_console_is_below_150_KB_of_script_beyond_the_two_clients()
    {
        await using var server = await ServerFixture.StartAsync();
        var folder = server.Server.Services.GetRequiredService<ConsoleFiles>().Folder.ShouldNotBeNull();
        var bytes = 0L;
        var scripts = Directory.EnumerateFiles(folder, "*.js", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("node_modules/", StringComparison.Ordinal)).ToArray();
        foreach (var script in scripts)
        {
            using var answer = await GetAsync(server, script, r => r.Headers.AcceptEncoding.ParseAdd("br"));
            answer.Content.Headers.ContentEncoding.ShouldBe(["br"], script);
            bytes += answer.Content.Headers.ContentLength!.Value;
        }

        scripts.Length.ShouldBeGreaterThan(20);
        bytes.ShouldBeLessThan(150_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{scripts.Length} scripts, {bytes} bytes");
    }

    [Fact]
    public async Task A_head_request_gets_the_head_alone()
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "app.js");
        using var answer = await server.Http.SendAsync(request, Cancel);
        answer.Content.Headers.ContentLength.ShouldBe("export {};".Length);
    }

    private Task<ServerFixture> StartAsync(Dictionary<string, string?>? settings = null) =>
        ServerFixture.StartAsync(settings, services => services.AddSingleton(new ConsoleOptions { Folder = Site }));

    private static async Task<HttpResponseMessage> GetAsync(ServerFixture server, string path, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change(request);
        return await server.Http.SendAsync(request, Cancel);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(",", answer.Headers.GetValues(name));

    private void Put(string path, string content)
    {
        var file = Path.Combine(Site, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
