using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;

namespace Parley.Server.Tests.Estuary;

/// <summary>Keys that end while they are used, quotas, and clients there is no room for (specification §1.4, §1.5).</summary>
public sealed class AccessTests
{
    private static readonly Dictionary<string, string?> Keys = new() { ["requireKeys"] = "true" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_is_revoked_ends_its_connections_and_no_other()
    {
        await using var fixture = await EstuaryFixture.StartAsync(settings: Keys);
        fixture.Replies.Answer = (_, _) => "Still here.";
        var store = fixture.Server.Server.Services.GetRequiredService<IKeyStore>();
        var (key, record) = await store.CreateAsync("ann", null, KeyScopes.Default, Cancel);
        var (other, _) = await store.CreateAsync("bob", null, KeyScopes.Default, Cancel);
        var client = await ConnectAsync(fixture, key);
        var neighbour = await ConnectAsync(fixture, other);
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);

        (await store.RevokeAsync(record.Id, Cancel)).ShouldBeTrue();
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        (await client.EventAsync("auth_error")).GetProperty("error").GetString()!.ShouldContain("revoked");
        (await client.NextPacketAsync()).ShouldBe("41/sdk,");
        await client.Closed;

        await neighbour.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        (await neighbour.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("Still here.");
        stream.Options.SampleRate.ShouldBe(16_000);

        // Coming back with it is a refusal that lingers.
        var again = await fixture.OpenAsync();
        await again.SendAsync("40/sdk," + Auth(key));
        (await again.NextPacketAsync()).ShouldStartWith("40/sdk,");
        (await again.EventAsync("auth_error")).GetProperty("error").GetString().ShouldBe("Invalid API key");
        (await again.AskAsync("text", """{"text":"hi"}""")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tenants_do_not_share_players()
    {
        await using var fixture = await EstuaryFixture.StartAsync(settings: Keys);
        var store = fixture.Server.Server.Services.GetRequiredService<IKeyStore>();
        var (ann, _) = await store.CreateAsync("ann", null, KeyScopes.Default, Cancel);
        var (bob, _) = await store.CreateAsync("bob", null, KeyScopes.Default, Cancel);
        var first = await ConnectAsync(fixture, ann);
        var second = await ConnectAsync(fixture, bob);
        first.Info.GetProperty("player_id").GetString().ShouldBe(second.Info.GetProperty("player_id").GetString());
        first.Info.GetProperty("conversation_id").GetString().ShouldNotBe(second.Info.GetProperty("conversation_id").GetString());
    }

    [Fact]
    public async Task Without_its_scope_a_key_converses_with_nobody()
    {
        await using var fixture = await EstuaryFixture.StartAsync(settings: Keys);
        var (key, _) = await fixture.Server.Server.Services.GetRequiredService<IKeyStore>().CreateAsync("ann", null, KeyScopes.Speech, Cancel);
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk," + Auth(key));
        await client.NextPacketAsync();
        (await client.EventAsync("auth_error")).GetProperty("error").GetString()!.ShouldContain("does not allow");
    }

    [Fact]
    public async Task What_the_server_does_not_have_needs_no_key_to_be_said()
    {
        await using var fixture = await EstuaryFixture.StartAsync(settings: Keys);
        var opened = await fixture.Server.Http.PostAsync("api/v1/share/abc/open", null, Cancel);
        ((int)opened.StatusCode).ShouldBe(501);
        (await opened.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!.ShouldContain("share links");
        ((int)(await fixture.Server.Http.GetAsync("api/v1/characters", Cancel)).StatusCode).ShouldBe(401);

        // A token of somebody else's share link is no key of this server.
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk," + Auth("sst_0123456789abcdef"));
        await client.NextPacketAsync();
        (await client.EventAsync("auth_error")).GetProperty("error").GetString().ShouldBe("Invalid API key");
    }

    [Fact]
    public async Task Above_the_cap_a_connection_is_rejected_for_good()
    {
        await using var fixture = await EstuaryFixture.StartAsync(new() { ConnectionsPerKey = 1 }, Keys);
        fixture.Replies.Answer = (_, _) => "Still here.";
        var (key, _) = await fixture.Server.Server.Services.GetRequiredService<IKeyStore>().CreateAsync("ann", null, KeyScopes.Default, Cancel);
        var first = await ConnectAsync(fixture, key);
        var second = await fixture.OpenAsync();
        await second.SendAsync("40/sdk," + Auth(key));
        (await second.NextPacketAsync()).ShouldStartWith("40/sdk,");
        var rejected = await second.EventAsync("session_rejected");
        (rejected.GetProperty("reason").GetString(), rejected.GetProperty("cap").GetInt32()).ShouldBe(("concurrent_limit", 1));
        rejected.TryGetProperty("share_token_id", out _).ShouldBeTrue();
        (await second.NextPacketAsync()).ShouldBe("41/sdk,");
        await second.Closed;

        await first.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await first.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());

        // Whoever leaves makes room.
        await first.SendAsync("41/sdk,");
        await first.DisposeAsync();
        EstuarySocket? third = null;
        while (third is null)
        {
            var trying = await fixture.OpenAsync();
            await trying.SendAsync("40/sdk," + Auth(key));
            await trying.NextPacketAsync();
            third = (await trying.NextAsync())[0].GetString() == "session_info" ? trying : null;
        }
    }

    [Fact]
    public async Task Messages_come_back_with_the_next_hour_and_pictures_count()
    {
        await using var fixture = await EstuaryFixture.StartAsync(new() { MessagesPerHour = 2 });
        fixture.Replies.Answer = (_, _) => "One.";
        var client = await fixture.ConnectAsync();
        var neighbour = await fixture.ConnectAsync("bob");
        await client.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await client.EmitAsync("camera_image", """{"image":"/9j/4AAQSkZJRg==","mime_type":"image/jpeg"}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await client.EmitAsync("text", """{"text":"again"}""");
        var quota = await client.FindAsync("quota_exceeded");
        (quota.GetProperty("current").GetInt32(), quota.GetProperty("limit").GetInt32(), quota.GetProperty("tier").ValueKind).ShouldBe((2, 2, JsonValueKind.String));
        await client.EmitAsync("camera_image", """{"image":"/9j/4AAQSkZJRg==","mime_type":"image/jpeg"}""");
        await client.FindAsync("quota_exceeded");

        // A line of the app's own is no message of the player's, and neither are another's.
        await client.EmitAsync("say_line", """{"text":"Come back later.","text_only":true}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await neighbour.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await neighbour.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());

        await neighbour.DisposeAsync();
        for (var quarter = 0; quarter < 8; quarter++)
        {
            await fixture.PassAsync(client, TimeSpan.FromMinutes(7.5));
            await client.AskAsync("client_interrupt");
        }

        await client.EmitAsync("text", """{"text":"and now?","textOnly":true}""");
        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("One.");
    }

    private static string Auth(string key) => $$"""{"api_key":"{{key}}","character_id":"{{EstuaryFixture.Character}}","player_id":"ann"}""";

    private static async Task<EstuarySocket> ConnectAsync(EstuaryFixture fixture, string key)
    {
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk," + Auth(key));
        (await client.NextPacketAsync()).ShouldStartWith("40/sdk,");
        client.Info = await client.EventAsync("session_info");
        return client;
    }
}
