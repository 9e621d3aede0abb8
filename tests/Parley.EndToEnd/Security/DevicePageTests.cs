using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Parley.Server.Security;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Security;

/// <summary>The owner lets a device in with a browser: the page, its script under its own content policy, and the key that comes of it.</summary>
public sealed class DevicePageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_owner_enters_the_code_and_the_device_gets_a_key(bool keysRequired)
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = keysRequired ? "true" : "false" });
        var issued = await PostAsync(server, "api/device/code", """{"client_id":"voxta","label":"My <b>phone</b>"}""");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(issued.GetProperty("verification_url_complete").GetString()!);
        (await page.InputValueAsync("#code")).ShouldBe(issued.GetProperty("user_code").GetString());

        (await page.IsVisibleAsync("#key")).ShouldBe(keysRequired);
        if (keysRequired)
        {
            await page.ClickAsync("button");
            await SaysAsync(page, "An API key is required.");
            var (key, _) = await server.Server.Services.GetRequiredService<IKeyStore>().CreateAsync("ann", null, KeyScopes.Default, Token);
            await page.FillAsync("#key", key);
        }

        await page.ClickAsync("button");
        await SaysAsync(page, "My <b>phone</b> has its key now. You can close this page.");
        (await page.IsVisibleAsync("#form")).ShouldBeFalse();
        (await PostAsync(server, "api/device/poll", $$"""{"device_code":"{{issued.GetProperty("device_code").GetString()}}"}""")).GetProperty("token").GetString().ShouldNotBeNull().ShouldStartWith("est_");
    }

    private static Task SaysAsync(IPage page, string text) =>
        page.WaitForFunctionAsync("text => document.getElementById('result').textContent === text", text, new PageWaitForFunctionOptions { Timeout = 30_000 });

    private static async Task<JsonElement> PostAsync(ServerFixture server, string path, string body)
    {
        using var response = await server.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token)).RootElement;
    }
}
