namespace Parley.Server.Tests.Voxta;

/// <summary>Completions and refusals (specification §1.6, §4.11): whatever comes, the connection goes on.</summary>
public sealed class CompletionTests
{
    [Fact]
    public async Task Before_authentication_everything_else_is_refused_and_asked_for()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var socket = await voxta.OpenAsync();
        await socket.ShakeHandsAsync();
        (await socket.TryInvokeAsync("""{"$type":"loadCharactersList"}""")).ShouldNotBeNull();
        await socket.NextAsync("authenticationRequired");
        await socket.InvokeAsync("""{"$type":"authenticate","client":"T","scope":["role:app","role:admin","role:user","role:inspector","something:else"]}""");
        await socket.NextAsync("welcome");
    }

    [Theory]
    [InlineData("""{"$type":"dance"}""", "Unknown message type 'dance'")]
    [InlineData("""{"text":"no type"}""", "no $type")]
    [InlineData("""{"$type":"send","text":5}""", "cannot be read")]
    [InlineData("7", "not a JSON object")]
    [InlineData("""{"$type":"send","text":"Hi"}""", "No session")]
    [InlineData("""{"$type":"send","sessionId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10","text":"Hi"}""", "does not exist")]
    [InlineData("""{"$type":"deleteChat","chatId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}""", "does not exist")]
    [InlineData("""{"$type":"deleteChat"}""", "needs the chat")]
    [InlineData("""{"$type":"loadChat","chatId":"not an id"}""", "does not exist")]
    [InlineData("""{"$type":"startChat","characterId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}""", "")]
    [InlineData("""{"$type":"\ud800"}""", "not Unicode")]
    [InlineData("""{"$type":"updateContext","variables":{"a":"\uD800"}}""", "not Unicode")]
    [InlineData("""{"$type":"startChat","dependencies":[null],"characterId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}""", "")]
    [InlineData("""{"$type":"fulfillUserInteractionRequest","requestId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}""", "no such request")]
    public async Task A_bad_message_is_refused_with_a_reason_and_nothing_else_happens(string message, string reason)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        (await socket.TryInvokeAsync(message)).ShouldNotBeNull().ShouldContain(reason);
        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
        await socket.NextAsync("charactersListLoaded");
    }

    [Fact]
    public async Task An_unknown_method_and_a_stream_are_refused_and_noise_is_ignored()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        await socket.SendTextAsync("{\"type\":0}\u001e{\"type\":2,\"invocationId\":\"x\",\"item\":1}\u001e{\"type\":5,\"invocationId\":\"x\"}\u001e{\"type\":6}\u001e");
        await socket.SendTextAsync("{\"type\":1,\"target\":\"SendMessage\",\"arguments\":[{\"$type\":\"dance\"}]}\u001e");
        (await socket.NextAsync("error")).GetProperty("message").GetString().ShouldBe("Unknown message type 'dance'");
        await socket.SendTextAsync("{\"type\":1,\"target\":\"Other\",\"arguments\":[]}\u001e");
        (await socket.NextAsync("error")).GetProperty("message").GetString()!.ShouldContain("Unknown method");
        await socket.InvokeAsync("""{"$type":"loadScenariosList"}""");
    }

    [Theory]
    [InlineData("{\"type\":\u001e")]
    [InlineData("[]\u001e")]
    [InlineData("{\"type\":\"x\"}\u001e")]
    [InlineData("{\"type\":1,\"target\":\"\\ud800\",\"arguments\":[]}\u001e")]
    public async Task A_record_that_is_no_record_ends_that_connection_alone(string record)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var other = await voxta.AppAsync();
        var socket = await voxta.AppAsync();
        await socket.SendTextAsync(record);
        await socket.Closed;
        await other.InvokeAsync("""{"$type":"loadCharactersList"}""");
    }

    [Fact]
    public async Task Binary_without_a_chat_and_reports_for_a_gone_session_are_ignored()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        await socket.SendBinaryAsync(new byte[641]);
        await socket.InvokeAsync("""{"$type":"speechPlaybackStart","sessionId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10","messageId":"","duration":"1.5"}""");
        await socket.InvokeAsync("""{"$type":"speechPlaybackComplete","sessionId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10","messageId":""}""");
        await socket.InvokeAsync("""{"$type":"stopChat"}""");
    }

    [Fact]
    public async Task Nothing_in_a_list_is_nothing()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, _, _) = await voxta.ChatAsync();
        await socket.InvokeAsync("""{"$type":"listResources","resources":[null]}""");
        (await socket.NextAsync("listResourcesResult")).GetProperty("resources").GetArrayLength().ShouldBe(0);
        await socket.InvokeAsync("""
            {"$type":"updateContext","contexts":[null],"setFlags":[null,"a"],
             "actions":[null,{"name":"wave","arguments":[null],"matchFilter":[null,"wave"],"activates":[null],"effect":{"setFlags":[null],"contexts":[null]}}]}
            """);
        (await socket.NextAsync("contextUpdated")).GetProperty("actions").GetArrayLength().ShouldBe(1);
        await socket.InvokeAsync("""{"$type":"send","text":"Hello","attachments":[null]}""");
        await socket.NextAsync("replyEnd");
    }

    [Fact]
    public async Task A_client_has_a_name_of_some_length()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.OpenAsync();
        await socket.ShakeHandsAsync();
        (await socket.TryInvokeAsync($$"""{"$type":"authenticate","client":"{{new string('x', 201)}}","scope":["role:app"]}""")).ShouldNotBeNull().ShouldContain("200");
        await socket.InvokeAsync($$"""{"$type":"authenticate","client":"{{new string('x', 200)}}","scope":["role:app"]}""");
    }

    [Fact]
    public async Task What_an_app_does_wrong_is_told_to_it_and_does_not_fill_the_log()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, _, _) = await voxta.ChatAsync();
        await socket.InvokeAsync("""{"$type":"update","messageId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10","text":"x"}""");
        (await socket.NextAsync("chatSessionError")).GetProperty("message").GetString()!.ShouldContain("no such message");
        await socket.SendTextAsync("[]\u001e");
        await socket.Closed;
        voxta.Server.Logs.Entries.Where(e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).ShouldBeEmpty();
    }
}
