using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Server.Data;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Server.Storage;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Security;

/// <summary>Who can reach the server, and by what means.</summary>
public sealed class ListenTests
{
    [Fact]
    public async Task An_address_that_others_can_reach_needs_a_key_to_exist()
    {
        using var folder = new TemporaryDirectory();
        var exposed = new Dictionary<string, string?> { ["host"] = "0.0.0.0" };

        var refused = await Should.ThrowAsync<SettingsException>(() => ServerFixture.StartAsync(exposed, folder: folder));
        refused.Message.ShouldContain("parley keys create");

        await using (var database = Database.Open(DataDirectory.Find(folder.FullPath)))
        {
            await new SqliteKeyStore(database, TimeProvider.System).CreateAsync(null, null, KeyScopes.Default, TestContext.Current.CancellationToken);
        }

        await using var server = await ServerFixture.StartAsync(exposed, folder: folder);
        using var answer = await server.Http.GetAsync("api/server", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void Keys_cannot_be_switched_off_where_others_can_reach_the_server()
    {
        using var folder = new TemporaryDirectory();
        Should.Throw<SettingsException>(() => ParleyHost.Build(
            DataDirectory.Find(folder.FullPath),
            ParleySettings.From(KeyValuePair.Create("host", (string?)"::"), KeyValuePair.Create("requireKeys", (string?)"false"))));
    }

    [Fact]
    public async Task Https_is_served_with_a_pem_certificate()
    {
        using var folder = new TemporaryDirectory();
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await File.WriteAllTextAsync(folder.File("cert.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["tls-cert"] = folder.File("cert.pem"), ["tls-key"] = folder.File("key.pem") });

        server.Address.Scheme.ShouldBe("https");
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen!.Thumbprint == certificate.Thumbprint };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        using var answer = await client.GetAsync("health/live", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Behind_a_proxy_the_server_answers_under_its_path()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["pathBase"] = "/parley" });

        server.Address.AbsolutePath.ShouldBe("/parley/");
        using var answer = await server.Http.GetAsync("health/live", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("127.0.0.1", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1", "public.example", HttpStatusCode.OK)]
    [InlineData("127.0.0.0/8", "public.example", HttpStatusCode.OK)]
    [InlineData("192.0.2.1", "evil.example", HttpStatusCode.OK)]
    public async Task Forwarded_headers_count_from_trusted_proxies_alone(string trusted, string forwardedHost, HttpStatusCode expected)
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["trustedProxies"] = trusted, ["allowedHosts"] = "public.example" });

        using var request = new HttpRequestMessage(HttpMethod.Get, "health/live");
        request.Headers.Add("X-Forwarded-Host", forwardedHost);
        request.Headers.Add("X-Forwarded-For", "198.51.100.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        // The name in the header is judged like any other when it counts, and ignored when it does not.
        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_that_never_ends_its_headers_is_cut()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["limits:handshakeSeconds"] = "1" });

        var answer = await RawSocket.SendAsync(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n");

        answer.StatusLine.ShouldContain(" 408 ");
    }
}
