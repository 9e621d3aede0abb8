using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Conversation;
using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Server.Security;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Console;

/// <summary>A server that requires keys, and two tenants.</summary>
internal sealed class ApiFixture : IAsyncDisposable
{
    private ApiFixture(ServerFixture server)
    {
        Server = server;
        Ann = Client("ann");
        Bob = Client("bob");
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ServerFixture Server { get; }

    /// <summary>A caller of tenant "ann".</summary>
    public HttpClient Ann { get; }

    /// <summary>A caller of tenant "bob".</summary>
    public HttpClient Bob { get; }

    public ISessionDirectory Sessions => Server.Server.Services.GetRequiredService<ISessionDirectory>();

    public IChatStore Chats => Server.Server.Services.GetRequiredService<IChatStore>();

    public static async Task<ApiFixture> StartAsync(Action<IServiceCollection>? configure = null) =>
        new(await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = "true" }, configure));

    public static Player Player(string tenant) => new(new TenantId(tenant), PlayerId.Default);

    /// <summary>A key of a tenant, known until the server stops.</summary>
    public string Key(string tenant, KeyScopes scopes = KeyScopes.Default)
    {
        var key = ApiKey.Create();
        Server.Server.Services.GetRequiredService<KeyDirectory>().AddForThisRun(new KeyRecord
        {
            Id = Guid.NewGuid().ToString(),
            Tenant = new TenantId(tenant),
            Scopes = scopes,
            Hash = ApiKey.Hash(key),
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        return key;
    }

    public HttpClient Client(string tenant, KeyScopes scopes = KeyScopes.Default)
    {
        var client = new HttpClient { BaseAddress = Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key(tenant, scopes));
        return client;
    }

    /// <summary>Starts a chat of a tenant and says something in it, to the end of the answer.</summary>
    public async Task<ConversationSession> TalkAsync(string tenant, string text)
    {
        var session = (await Sessions.StartAsync(new SessionRequest { Player = Player(tenant), Greet = false }, Cancel)).Session;
        await session.BeginAsync(Cancel);
        await SayAsync(session, text);
        return session;
    }

    public static async Task SayAsync(ConversationSession session, string text)
    {
        using var events = await session.SubscribeAsync(cancellationToken: Cancel);
        await session.ExecuteAsync(new SendMessage { Text = text }, Cancel);
        await foreach (var item in events.ReadAllAsync(Cancel))
        {
            if (item is TurnEnded)
            {
                return;
            }
        }
    }

    public static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return await ReadAsync(answer, HttpStatusCode.OK);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(expected, text);
        return text.Length > 0 ? JsonElement.Parse(text) : default;
    }

    /// <summary>The request is refused with problem details of that status.</summary>
    public static async Task RefusesAsync(Task<HttpResponseMessage> request, HttpStatusCode status)
    {
        using var answer = await request;
        var problem = await ReadAsync(answer, status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        Ann.Dispose();
        Bob.Dispose();
        await Server.DisposeAsync();
    }
}
