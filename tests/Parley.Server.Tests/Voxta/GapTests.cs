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
        await socket.InvokeAsync($$"""{"$type":"sendNote","sessionId":"{{session}}","text":"After the end."}""");
        await socket.NextAsync("update");
        await watcher.InvokeAsync("""{"$type":"loadScenariosList"}""");
        (await watcher.TypesUntilAsync(e => HubSocket.Type(e) == "scenariosListLoaded")).ShouldNotContain("update");
    }

    [Fact]
    public async Task A_chat_is_loaded_without_being_started_and_deleted_by_any_of_its_names()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"stopChat","sessionId":"{{session}}"}""");
        await socket.NextAsync("chatClosed");
        await socket.InvokeAsync($$"""{"$type":"loadChat","chatId":"{{chat}}"}""");
        var loaded = await socket.NextAsync("chatLoaded");
        loaded.GetProperty("messages")[0].GetProperty("role").GetString().ShouldBe("Assistant");
        loaded.GetProperty("characters")[0].GetProperty("name").GetString().ShouldBe("Mira");

        await socket.InvokeAsync($$"""{"$type":"deleteChat","localId":"{{chat}}"}""");
        (await socket.TryInvokeAsync($$"""{"$type":"loadChat","chatId":"{{chat}}"}""")).ShouldNotBeNull();
        (await socket.TryInvokeAsync($$"""{"$type":"deleteChat","chatId":"{{chat}}"}""")).ShouldNotBeNull();
        (await socket.TryInvokeAsync("""{"$type":"deleteChat"}""")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_deployed_card_is_a_character_and_a_deployed_scenario_can_be_played()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        var ada = await DeployAsync(socket, """{"spec":"chara_card_v2","spec_version":"2.0","data":{"name":"Ada","first_mes":"Good day, {{user}}.","character_version":"2"}}""");
        ada.GetProperty("success").GetBoolean().ShouldBeTrue();
        ada.GetProperty("name").GetString().ShouldBe("Ada");
        ada.GetProperty("version").GetString().ShouldBe("2");
        var scenario = await DeployAsync(socket, $$"""
            {"name":"The mill","chatFlow":"Chat","roles":[{"name":"miller","defaultCharacterId":"{{ada.GetProperty("id").GetString()}}"}],
             "bootstrapMessages":[{"role":"Event","text":"It rains."},{"text":"Come in."}],"contexts":[{"text":"The wheel stands still."}],
             "actions":[{"name":"open_door","description":"Opens the door"}]}
            """);
        scenario.GetProperty("success").GetBoolean().ShouldBeTrue();

        await socket.InvokeAsync("""{"$type":"loadScenariosList"}""");
        (await socket.NextAsync("scenariosListLoaded")).GetProperty("scenarios")[0].GetProperty("roles")[0].GetProperty("name").GetString().ShouldBe("miller");
        await socket.InvokeAsync($$"""{"$type":"startChat","scenarioId":"{{scenario.GetProperty("id").GetString()}}"}""");
        var started = await socket.NextAsync("chatStarted");
        started.GetProperty("characters")[0].GetProperty("scenarioRole").GetString().ShouldBe("miller");
        started.GetProperty("context").GetProperty("actions")[0].GetProperty("name").GetString().ShouldBe("open_door");
        (await socket.NextAsync("update")).GetProperty("text").GetString().ShouldBe("It rains.");
        (await socket.NextAsync("replyChunk")).GetProperty("text").GetString()!.Trim().ShouldBe("Come in.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1,2,3]")]
    [InlineData("PK\u0003\u0004 a package")]
    [InlineData("{\"roles\":[]}")]
    [InlineData("{\"name\":\"X\",\"actions\":[{\"description\":\"nameless\"}]}")]
    [InlineData("{\"name\":\"X\",\"roles\":\"none\"}")]
    public async Task A_file_that_cannot_be_deployed_says_why(string file)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var result = await DeployAsync(await voxta.AppAsync(), file);
        result.GetProperty("success").GetBoolean().ShouldBeFalse();
        result.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Broken_base64_and_an_oversized_file_are_refused_and_the_connection_lives()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        foreach (var data in new[] { "%%%", "", Convert.ToBase64String(new byte[9 * 1024 * 1024]) })
        {
            await socket.InvokeAsync($$"""{"$type":"deployResource","data":{"$type":"base64","name":"x.json","base64Data":"{{data}}"} }""");
            (await socket.NextAsync("deployResourceResult")).GetProperty("success").GetBoolean().ShouldBeFalse();
        }

        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
    }

    private static async Task<System.Text.Json.JsonElement> DeployAsync(HubSocket socket, string file)
    {
        var data = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(file));
        await socket.InvokeAsync($$"""{"$type":"deployResource","data":{"$type":"base64","name":"file.json","base64Data":"{{data}}"} }""");
        return await socket.NextAsync("deployResourceResult");
    }
}
