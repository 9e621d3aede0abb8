using System.Text.Json;
using Parley.Conversation;
using Parley.Server.Data;
using Parley.Server.Storage;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>What apps say of themselves with <c>registerApp</c> is kept (specification §2.2).</summary>
public sealed class AppRegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_is_known_with_its_version_after_a_restart_and_listed_as_it_said_it()
    {
        using var folder = new TemporaryDirectory();
        await using (var voxta = await VoxtaFixture.StartAsync(folder: folder))
        {
            var socket = await voxta.AppAsync(client: "Mill");
            await socket.InvokeAsync("""{"$type":"registerApp","clientVersion":"1.0","label":"Old"}""");
            await socket.InvokeAsync("""{"$type":"registerApp","clientVersion":"1.2.1","label":"The mill","configurationForm":{"fields":[1,2]},"scriptSnippets":[{"name":"a"}]}""");
            await socket.InvokeAsync("""{"$type":"registerApp","clientVersion":"1.2.1","label":"The mill","configurationForm":{"fields":[1,2]},"scriptSnippets":[{"name":"a"}]}""");
        }

        await using var again = await VoxtaFixture.StartAsync(folder: folder);
        var other = await again.OpenAsync();
        await other.ShakeHandsAsync();
        await other.InvokeAsync("""{"$type":"authenticate","client":"MILL","scope":["role:app"]}""");
        (await other.NextAsync("welcome")).GetProperty("registeredClientVersion").GetString().ShouldBe("1.2.1");
        var apps = JsonDocument.Parse(await again.Server.Http.GetStringAsync("api/apps", Token)).RootElement.GetProperty("apps");
        apps.GetArrayLength().ShouldBe(1);
        apps[0].GetProperty("client").GetString().ShouldBe("Mill");
        var registration = apps[0].GetProperty("registration");
        registration.GetProperty("label").GetString().ShouldBe("The mill");
        registration.GetProperty("configurationForm").GetProperty("fields")[1].GetInt32().ShouldBe(2);
        registration.GetProperty("scriptSnippets")[0].GetProperty("name").GetString().ShouldBe("a");
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync(client: "Mill");
        (await socket.TryInvokeAsync($$"""{"$type":"registerApp","iconBase64Url":"{{new string('x', 1024 * 1024)}}"}""")).ShouldNotBeNull().ShouldContain("1 MiB");
        await socket.InvokeAsync("""{"$type":"registerApp","clientVersion":"1"}""");
    }

    [Fact]
    public async Task A_tenant_has_so_many_apps_and_known_ones_may_still_change()
    {
        using var folder = new TemporaryDirectory();
        await using var database = Database.Open(DataDirectory.Find(folder.FullPath));
        var store = new SqliteAppStore(database);
        for (var i = 0; i < SqliteAppStore.MaxPerTenant; i++)
        {
            (await store.SaveAsync(TenantId.Local, $"App {i}", "1", "{}", Token)).ShouldBeTrue();
        }

        (await store.SaveAsync(TenantId.Local, "one more", "1", "{}", Token)).ShouldBeFalse();
        (await store.SaveAsync(TenantId.Local, "app 7", "2", "{}", Token)).ShouldBeTrue();
        (await store.VersionAsync(TenantId.Local, "APP 7", Token)).ShouldBe("2");
        (await store.VersionAsync(new TenantId("other"), "app 7", Token)).ShouldBeNull();
        (await store.ListAsync(TenantId.Local, Token)).Count.ShouldBe(SqliteAppStore.MaxPerTenant);
    }
}
