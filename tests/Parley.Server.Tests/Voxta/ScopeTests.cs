namespace Parley.Server.Tests.Voxta;

/// <summary>What an app may do follows from the scopes it asked for (specification §6.4).</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task An_inspector_looks_and_changes_nothing()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (owner, session, chat) = await voxta.ChatAsync();
        var inspector = await AppAsync(voxta, "role:inspector");
        await inspector.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await inspector.NextAsync("chatStarted");
        await inspector.InvokeAsync($$"""{"$type":"inspect","sessionId":"{{session}}","enabled":true}""");
        await inspector.NextAsync("inspectorEnabled");
        (await inspector.NextAsync("memoryUpdated")).GetProperty("memories").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Array);

        (await inspector.TryInvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Hello"}""")).ShouldNotBeNull().ShouldContain("broadcast:write");
        (await inspector.TryInvokeAsync("""{"$type":"startChat"}""")).ShouldNotBeNull().ShouldContain("chat:start");
        (await inspector.TryInvokeAsync($$"""{"$type":"stopChat","sessionId":"{{session}}"}""")).ShouldNotBeNull();
        (await inspector.TryInvokeAsync($$"""{"$type":"deleteChat","chatId":"{{chat}}"}""")).ShouldNotBeNull().ShouldContain("chats:delete");
        (await inspector.TryInvokeAsync("""{"$type":"deployResource"}""")).ShouldNotBeNull().ShouldContain("resources:write");
        await owner.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        await inspector.NextAsync("replyEnd");
    }

    [Fact]
    public async Task A_provider_speaks_in_others_chats_and_starts_none()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (owner, session, _) = await voxta.ChatAsync();
        var provider = await AppAsync(voxta, "role:provider");
        await provider.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Hello","doReply":false}""");
        (await owner.NextAsync("update")).GetProperty("text").GetString().ShouldBe("Hello");
        (await provider.TryInvokeAsync("""{"$type":"startChat"}""")).ShouldNotBeNull();
        (await provider.TryInvokeAsync($$"""{"$type":"inspect","sessionId":"{{session}}"}""")).ShouldNotBeNull().ShouldContain("services:read");
    }

    [Theory]
    [InlineData("role:app")]
    [InlineData("role:admin\",\"role:user\",\"role:app\",\"role:inspector")]
    [InlineData("something:else")]
    public async Task An_app_may_do_everything_an_app_does(string scopes)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await AppAsync(voxta, scopes);
        await socket.InvokeAsync("""{"$type":"startChat"}""");
        await socket.NextAsync("replyEnd");
    }

    private static async Task<HubSocket> AppAsync(VoxtaFixture voxta, string scopes)
    {
        var socket = await voxta.OpenAsync();
        await socket.ShakeHandsAsync();
        await socket.InvokeAsync($$"""{"$type":"authenticate","client":"Test","scope":["{{scopes}}"]}""");
        await socket.NextAsync("welcome");
        return socket;
    }
}
