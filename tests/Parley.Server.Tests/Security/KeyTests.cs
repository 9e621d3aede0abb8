using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Data;
using Parley.Server.Security;
using Parley.Server.Storage;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Security;

/// <summary>Keys over real requests: where they may stand, who they are, when they end.</summary>
public sealed class KeyTests
{
    private static readonly Dictionary<string, string?> Required = new() { ["requireKeys"] = "true", ["limits:authenticationFailureSeconds"] = "3600" };

    [Fact]
    public async Task Without_keys_everybody_is_the_local_tenant_whatever_key_is_sent()
    {
        await using var server = await ServerFixture.StartAsync();

        (await TenantAsync(server, _ => { })).ShouldBe("local");
        (await TenantAsync(server, r => r.Headers.Add("X-Api-Key", "anything"))).ShouldBe("local");
    }

    [Fact]
    public async Task A_key_is_taken_from_each_of_its_places()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var key = await CreateAsync(server, "Ann");
        key.ShouldMatch("^est_[A-Za-z0-9_-]{32}$");

        (await TenantAsync(server, r => r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key))).ShouldBe("ann");
        (await TenantAsync(server, r => r.Headers.TryAddWithoutValidation("Authorization", $"bearer \"{key}\""))).ShouldBe("ann");
        (await TenantAsync(server, r => r.Headers.Add("X-Api-Key", key))).ShouldBe("ann");
        (await TenantAsync(server, r => r.RequestUri = new Uri("api/server?token=" + key, UriKind.Relative))).ShouldBe("ann");
        (await TenantAsync(server, r => r.RequestUri = new Uri("api/server?access_token=" + key, UriKind.Relative))).ShouldBe("ann");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + key));
        (await TenantAsync(server, r => r.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic))).ShouldBe("ann");
    }

    [Theory]
    [InlineData("")]
    [InlineData("est_")]
    [InlineData("est_00000000000000000000000000000000")]
    [InlineData("' OR 1=1 --")]
    public async Task A_missing_or_wrong_key_gets_401_with_the_scheme(string key)
    {
        await using var server = await ServerFixture.StartAsync(Required);
        await CreateAsync(server, "ann");

        using var request = new HttpRequestMessage(HttpMethod.Get, "api/server");
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task The_first_place_decides_there_is_no_falling_through()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var key = await CreateAsync(server, "ann");

        using var request = new HttpRequestMessage(HttpMethod.Get, "api/server?token=" + key);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_that_another_process_made_or_revoked_counts_at_the_next_look()
    {
        var clock = new FakeTimeProvider();
        using var folder = new TemporaryDirectory();
        await using var server = await ServerFixture.StartAsync(Required, services => services.AddSingleton<TimeProvider>(clock), folder);
        await using var elsewhere = Database.Open(DataDirectory.Find(folder.FullPath));
        var keys = new SqliteKeyStore(elsewhere, TimeProvider.System);

        var (key, record) = await keys.CreateAsync("bob", null, KeyScopes.Default, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await TenantAsync(server, r => r.Headers.Add("X-Api-Key", key))).ShouldBe("bob");
        var identity = server.Server.Services.GetRequiredService<Authenticator>().Authenticate(key, IPAddress.Loopback, KeyScopes.Speech).Identity!;
        var ended = new TaskCompletionSource();
        identity.Revoked.Register(() => ended.SetResult());

        (await keys.RevokeAsync(record.Id, TestContext.Current.CancellationToken)).ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(1));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        (await StatusAsync(server, key)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_403_not_401()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var key = await CreateAsync(server, "ann", KeyScopes.Conversation);

        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/voices");
        request.Headers.Add("X-Api-Key", key);
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Failures_of_one_address_are_counted_and_never_lock_out_a_good_key()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?>(Required) { ["limits:authenticationFailureBurst"] = "3" });
        var key = await CreateAsync(server, "ann");

        for (var i = 0; i < 3; i++)
        {
            (await StatusAsync(server, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "api/server");
        request.Headers.Add("X-Api-Key", "wrong");
        using var refused = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        (await StatusAsync(server, key)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_log_holds_a_key_or_a_query_whatever_the_level()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var key = await CreateAsync(server, "ann");

        (await TenantAsync(server, r => r.RequestUri = new Uri("api/server?token=" + key, UriKind.Relative))).ShouldBe("ann");
        (await RawSocket.UpgradeAsync(server, "/v1/tts/realtime?token=" + key)).StatusLine.ShouldContain(" 101 ");
        (await StatusAsync(server, "est_secretsecret")).ShouldBe(HttpStatusCode.Unauthorized);
        using var missing = await server.Http.GetAsync("nowhere?token=" + key, TestContext.Current.CancellationToken);

        var run = ServerRecord.TryRead(server.Server.Services.GetRequiredService<DataDirectory>())!;
        server.Logs.Entries.ShouldNotBeEmpty();
        foreach (var entry in server.Logs.Entries)
        {
            var text = entry.Message + entry.Exception;
            text.ShouldNotContain(key);
            text.ShouldNotContain(run.Key!);
            text.ShouldNotContain("est_secret");
            text.ShouldNotContain("token=");
        }
    }

    [Fact]
    public async Task The_owner_of_the_data_directory_has_a_key_for_as_long_as_the_server_runs()
    {
        using var folder = new TemporaryDirectory();
        string? key;
        await using (var server = await ServerFixture.StartAsync(Required, folder: folder))
        {
            key = ServerRecord.TryRead(DataDirectory.Find(folder.FullPath))!.Key;
            key.ShouldNotBeNull();
            (await StatusAsync(server, key)).ShouldBe(HttpStatusCode.OK);
            await CreateAsync(server, "ann");
            (await StatusAsync(server, key)).ShouldBe(HttpStatusCode.OK);
        }

        await using var next = await ServerFixture.StartAsync(Required, folder: folder);
        (await StatusAsync(next, key)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> CreateAsync(ServerFixture server, string user, KeyScopes scopes = KeyScopes.Default) =>
        (await server.Server.Services.GetRequiredService<IKeyStore>().CreateAsync(user, null, scopes, TestContext.Current.CancellationToken)).Key;

    private static async Task<HttpStatusCode> StatusAsync(ServerFixture server, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/server");
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<string?> TenantAsync(ServerFixture server, Action<HttpRequestMessage> configure)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/server");
        configure(request);
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("tenant").GetString();
    }
}
