namespace Parley.Server.Tests.Voxta;

/// <summary>The fifteen messages that the client guide lists as known gaps: each works, none closes the connection.</summary>
public sealed class GapTests
{
    [Fact]
    public async Task Secrets_notes_and_instructions_are_stored_without_reply()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        foreach (var (type, role) in new[] { ("sendSecret", "Secret"), ("sendNote", "Note"), ("sendInstructions", "Instructions") })
        {
            await socket.InvokeAsync($$"""{"$type":"{{type}}","sessionId":"{{session}}","text":"Something about the mill."}""");
            (await socket.NextAsync("update")).GetProperty("role").GetString().ShouldBe(role);
        }
    }

    [Fact]
    public async Task A_user_action_is_asked_of_all_apps_and_closed_by_one()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        var other = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"requestUserAction","sessionId":"{{session}}","message":"Sign in","url":"https://example.invalid/"}""");
        var request = (await other.NextAsync("userInteractionRequest")).GetProperty("requestId").GetString();
        await socket.NextAsync("userInteractionRequest");
        await other.InvokeAsync($$"""{"$type":"fulfillUserInteraction","requestId":"{{request}}"}""");
        (await socket.NextAsync("closeUserInteractionRequest")).GetProperty("requestId").GetString().ShouldBe(request);
    }

    [Fact]
    public async Task Titles_documents_and_resources_are_kept_and_listed()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"updateChat","sessionId":"{{session}}","title":"The mill"}""");
        (await socket.NextAsync("chatUpdated")).GetProperty("title").GetString().ShouldBe("The mill");
        await socket.InvokeAsync($$"""{"$type":"updateDocument","sessionId":"{{session}}","title":"Plan","content":"Go north."}""");
        var document = await socket.NextAsync("documentUpdated");
        document.GetProperty("content").GetString().ShouldBe("Go north.");
        await socket.InvokeAsync($$"""{"$type":"updateDocument","sessionId":"{{session}}","documentId":"{{document.GetProperty("documentId").GetString()}}"}""");
        (await socket.NextAsync("documentUpdated")).TryGetProperty("content", out _).ShouldBeFalse();
        await socket.InvokeAsync("""{"$type":"listResources"}""");
        (await socket.NextAsync("listResourcesResult")).GetProperty("resources").GetArrayLength().ShouldBeGreaterThanOrEqualTo(2);
        await socket.InvokeAsync("""{"$type":"listResources","resources":[{"kind":"Character","id":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}]}""");
        (await socket.NextAsync("listResourcesResult")).GetProperty("resources")[0].GetProperty("status").GetString().ShouldBe("Missing");
    }

    [Fact]
    public async Task Replies_are_triggered_triggers_completed_and_subscriptions_ended()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"triggerReply","sessionId":"{{session}}"}""");
        await socket.NextAsync("replyEnd");
        await socket.WaitForInputAsync();
        await socket.InvokeAsync($$"""{"$type":"appTriggerComplete","sessionId":"{{session}}","triggerId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}""");
        await socket.InvokeAsync($$"""{"$type":"triggerScriptEvent","sessionId":"{{session}}","name":"bell"}""");
        var watcher = await voxta.AppAsync();
        await watcher.InvokeAsync($$"""{"$type":"subscribeTo","sessionId":"{{session}}"}""");
        await watcher.NextAsync("chatStarted");
        await watcher.InvokeAsync($$"""{"$type":"unsubscribeFrom","chatId":"{{chat}}"}""");
    }
}
