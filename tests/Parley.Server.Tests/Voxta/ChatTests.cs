
namespace Parley.Server.Tests.Voxta;

/// <summary>Sequences of specification §4: start, turn, interrupt, history, resume, subscribe, participants.</summary>
public sealed class ChatTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";
    private const string Osei = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e02";

    [Fact]
    public async Task Starting_a_chat_tells_everything_in_order_and_streams_the_greeting()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}","contexts":[{"text":"It rains."}],"contextKey":"weather"}""");
        var types = await socket.TypesUntilAsync(HubSocket.IsWaiting);
        Ordered(types, "chatStarting", "chatLoadingMessage", "chatsSessionsUpdated", "chatStarted", "contextUpdated", "chatFlow", "replyGenerating", "replyStart", "replyChunk", "replyEnd", "update", "message", "chatFlow");
        types.Count(t => t == "chatStarted").ShouldBe(1);
    }

    [Fact]
    public async Task However_much_a_chat_holds_no_message_reaches_a_mebibyte()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        var contexts = string.Join(',', Enumerable.Repeat($$"""{"text":"{{new string('漢', 5_000)}}"}""", 80));
        await socket.InvokeAsync($$"""{"$type":"updateContext","sessionId":"{{session}}","contexts":[{{contexts}}]}""");
        (await socket.NextAsync("contextUpdated")).GetProperty("contexts").GetArrayLength().ShouldBe(80);
        for (var i = 0; i < 12; i++)
        {
            await socket.InvokeAsync($$"""{"$type":"sendNote","sessionId":"{{session}}","text":"{{i}}{{new string('字', 30_000)}}"}""");
            await socket.NextAsync("message");
        }

        // The newest messages are there, the older ones left out; the socket of the tests checks every message's size.
        await socket.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        var started = await socket.NextAsync("chatStarted");
        var messages = started.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()!).ToArray();
        messages.Length.ShouldBeInRange(1, 11);
        messages[^1].ShouldStartWith("11字");
    }

    [Fact]
    public async Task The_started_chat_satisfies_every_known_client()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}"}""");
        var started = await socket.NextAsync("chatStarted");
        started.GetProperty("user").GetProperty("name").GetString().ShouldNotBeNullOrEmpty();
        started.GetProperty("characters")[0].GetProperty("name").GetString().ShouldBe("Mira");
        started.GetProperty("services").GetProperty("textGen").GetProperty("serviceName").GetString().ShouldNotBeNullOrEmpty();
        started.GetProperty("services").TryGetProperty("speechToText", out _).ShouldBeTrue();
        var context = started.GetProperty("context");
        context.GetProperty("characters")[0].GetProperty("id").GetString().ShouldBe(Mira);
        context.GetProperty("flags").GetArrayLength().ShouldBe(0);
        started.GetProperty("messages").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_text_turn_comes_in_the_specified_order_with_contiguous_chunks()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?","invocationId":"9","doReply":"true"}""");
        var types = new List<string>();
        var text = "";
        string? final = null;
        while (true)
        {
            var next = await socket.NextAsync();
            types.Add(HubSocket.Type(next));
            switch (types[^1])
            {
                case "replyChunk":
                    next.GetProperty("startIndex").GetInt32().ShouldBe(text.Length);
                    text += next.GetProperty("text").GetString();
                    next.GetProperty("endIndex").GetInt32().ShouldBe(text.Length);
                    next.GetProperty("audioUrl").GetString().ShouldBe("");
                    break;
                case "update" when next.GetProperty("role").GetString() == "Assistant":
                    final = next.GetProperty("text").GetString();
                    break;
                default:
                    break;
            }

            if (HubSocket.IsWaiting(next))
            {
                break;
            }
        }

        Ordered(types, "update", "message", "chatFlow", "chatFlow", "replyGenerating", "replyStart", "replyChunk", "replyEnd", "update", "message", "speechPlaybackComplete", "chatFlow");
        text.ShouldContain("7");
        final.ShouldBe(text);
        types.Count(t => t is "replyEnd" or "replyCancelled").ShouldBe(1);
    }

    [Fact]
    public async Task No_reply_is_made_where_none_is_wanted()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"I am only thinking aloud.","doReply":false,"doUserActionInference":false,"doCharacterActionInference":false}""");
        await socket.NextAsync("update");
        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
        (await socket.TypesUntilAsync(e => HubSocket.Type(e) == "charactersListLoaded")).ShouldNotContain("replyGenerating");
    }

    [Fact]
    public async Task An_interrupt_stops_speech_and_ends_the_reply_once()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync("Url");
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Tell me about the sea."}""");
        var chunk = await socket.NextAsync("replyChunk");
        await socket.InvokeAsync($$"""{"$type":"interrupt","sessionId":"{{session}}"}""");
        var types = await socket.TypesUntilAsync(HubSocket.IsWaiting);
        types.Count(t => t == "interruptSpeech").ShouldBe(1);
        await socket.InvokeAsync($$"""{"$type":"interrupt","sessionId":"{{session}}"}""");

        // What was spoken until then is still served, were it nothing.
        using var http = new HttpClient { BaseAddress = voxta.Server.Address };
        var speech = await http.GetByteArrayAsync(chunk.GetProperty("audioUrl").GetString()!, TestContext.Current.CancellationToken);
        System.Text.Encoding.ASCII.GetString(speech, 0, 4).ShouldBe("RIFF");
    }

    [Fact]
    public async Task Speech_is_served_at_a_relative_url_as_wav()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync("Url");
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        var chunk = await socket.NextAsync("replyChunk");
        var url = chunk.GetProperty("audioUrl").GetString()!;
        url.ShouldStartWith("/api/tts/gens/");
        await socket.NextAsync("speechPlaybackStart");
        using var http = new HttpClient { BaseAddress = voxta.Server.Address };
        var wave = await http.GetByteArrayAsync(url, TestContext.Current.CancellationToken);
        System.Text.Encoding.ASCII.GetString(wave, 0, 4).ShouldBe("RIFF");
        wave.Length.ShouldBeGreaterThan(44);
        (await http.GetByteArrayAsync(url + "?pcm=true&sr=16000", TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(0);
        (await http.GetAsync("/api/tts/gens/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        var message = chunk.GetProperty("messageId").GetString();
        await socket.InvokeAsync($$"""{"$type":"speechPlaybackStart","sessionId":"{{session}}","messageId":"{{message}}","startIndex":0,"endIndex":5,"duration":0.5}""");
        (await socket.NextAsync("speechPlaybackStart")).GetProperty("duration").GetDouble().ShouldBe(0.5);
        await socket.InvokeAsync($$"""{"$type":"speechPlaybackComplete","sessionId":"{{session}}","messageId":"{{message}}"}""");
        Ordered(await socket.TypesUntilAsync(HubSocket.IsWaiting), "speechPlaybackComplete", "chatFlow");
    }

    [Fact]
    public async Task Edits_deletions_retries_and_reverts_are_told_as_updates()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 1 plus 1?"}""");
        var said = (await socket.NextAsync("update")).GetProperty("messageId").GetString();
        var reply = (await socket.NextAsync("replyEnd")).GetProperty("messageId").GetString();
        await socket.WaitForInputAsync();

        await socket.InvokeAsync($$"""{"$type":"updateMessage","sessionId":"{{session}}","messageId":"{{said}}","text":"What is 2 plus 2?"}""");
        (await socket.NextAsync("update")).GetProperty("text").GetString().ShouldBe("What is 2 plus 2?");

        await socket.InvokeAsync($$"""{"$type":"retry","sessionId":"{{session}}"}""");
        var deleted = await socket.NextAsync("update");
        deleted.GetProperty("messageId").GetString().ShouldBe(reply);
        deleted.TryGetProperty("text", out _).ShouldBeFalse();
        (await socket.NextAsync("replyChunk")).GetProperty("text").GetString()!.ShouldContain("4");
        await socket.WaitForInputAsync();

        await socket.InvokeAsync($$"""{"$type":"revert","sessionId":"{{session}}"}""");
        (await socket.NextAsync("update")).TryGetProperty("text", out _).ShouldBeFalse();
        (await socket.NextAsync("update")).TryGetProperty("text", out _).ShouldBeFalse();

        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Hello","doReply":false}""");
        var hello = (await socket.NextAsync("update")).GetProperty("messageId").GetString();
        await socket.InvokeAsync($$"""{"$type":"deleteMessage","sessionId":"{{session}}","messageId":"{{hello}}"}""");
        (await socket.NextAsync("update")).TryGetProperty("text", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_chat_is_found_again_with_its_history()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"My name is Ann."}""");
        await socket.WaitForInputAsync();
        await socket.InvokeAsync($$"""{"$type":"stopChat","chatId":"{{chat}}"}""");
        Ordered(await socket.TypesUntilAsync(e => HubSocket.Type(e) == "chatsSessionsUpdated"), "chatClosed", "chatsSessionsUpdated");

        await socket.InvokeAsync($$"""{"$type":"loadChatsList"}""");
        (await socket.NextAsync("chatsListLoaded")).GetProperty("chats")[0].GetProperty("id").GetString().ShouldBe(chat);
        await socket.InvokeAsync($$"""{"$type":"loadChat","chatId":"{{chat}}"}""");
        (await socket.NextAsync("chatLoaded")).GetProperty("messages").GetArrayLength().ShouldBe(3);

        await socket.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        var started = await socket.NextAsync("chatStarted");
        started.GetProperty("chatId").GetString().ShouldBe(chat);
        started.GetProperty("messages").GetArrayLength().ShouldBe(3);
        started.GetProperty("messages")[1].GetProperty("text").GetString().ShouldBe("My name is Ann.");

        await socket.InvokeAsync($$"""{"$type":"deleteChat","chatId":"{{chat}}"}""");
        await socket.NextAsync("chatClosed");
        (await socket.TryInvokeAsync($$"""{"$type":"loadChat","chatId":"{{chat}}"}""")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_subscriber_gets_one_snapshot_sees_everything_and_may_speak()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (owner, session, chat) = await voxta.ChatAsync();
        var watcher = await voxta.AppAsync();
        (await watcher.NextAsync("chatsSessionsUpdated")).GetProperty("sessions")[0].GetProperty("sessionId").GetString().ShouldBe(session);
        await watcher.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}","chatId":"{{chat}}"}""");
        (await watcher.NextAsync("chatStarted")).GetProperty("messages").GetArrayLength().ShouldBe(1);
        await watcher.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await watcher.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 2 plus 3?"}""");
        (await owner.TypesUntilAsync(HubSocket.IsWaiting)).ShouldContain("replyChunk");
        var seen = await watcher.TypesUntilAsync(HubSocket.IsWaiting);
        seen.ShouldContain("replyChunk");
        seen.ShouldNotContain("chatStarted");

        await watcher.InvokeAsync("""{"$type":"subscribeToChat","sessionId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"}""");
        (await watcher.NextAsync("chatClosed")).GetProperty("chatId").GetString().ShouldBe(Guid.Empty.ToString());
    }

    [Fact]
    public async Task Participants_come_and_go()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"pauseChat","sessionId":"{{session}}","pause":true}""");
        (await socket.NextAsync("chatPaused")).GetProperty("paused").GetBoolean().ShouldBeTrue();
        await socket.InvokeAsync($$"""{"$type":"addChatParticipant","sessionId":"{{session}}","characterId":"{{Osei}}"}""");
        var joined = await socket.NextAsync("chatParticipantsUpdated");
        joined.GetProperty("characters").GetArrayLength().ShouldBe(2);
        joined.GetProperty("participants")[1].GetProperty("characterId").GetString().ShouldBe(Osei);
        await socket.InvokeAsync($$"""{"$type":"removeChatParticipant","sessionId":"{{session}}","characterId":"{{Osei}}"}""");
        (await socket.NextAsync("chatParticipantsUpdated")).GetProperty("characters").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Context_and_actions_are_told_and_fire()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""
            {"$type":"updateContext","sessionId":"{{session}}","contextKey":"game_state",
             "contexts":[{"name":"Location","content":"They stand in the old mill."},{"text":"It rains."}],
             "actions":[{"name":"open_door","layer":"world","description":"When the door is opened.","timing":"AfterUserMessage","matchFilter":["door"],"effect":{"setFlags":["door.open"]} }],
             "setFlags":["is_raining","!sunny"]}
            """.ReplaceLineEndings(""));
        var context = await socket.NextAsync("contextUpdated");
        context.GetProperty("flags")[0].GetProperty("name").GetString().ShouldBe("is_raining");
        context.GetProperty("contexts").EnumerateArray().Select(c => c.GetProperty("text").GetString()).ShouldBe(["They stand in the old mill.", "It rains."]);
        context.GetProperty("actions")[0].GetProperty("contextKey").GetString().ShouldBe("game_state");

        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Please open the door."}""");
        (await socket.NextAsync("action")).GetProperty("value").GetString().ShouldBe("open_door");
        await socket.WaitForInputAsync();

        await socket.InvokeAsync($$"""{"$type":"triggerAction","sessionId":"{{session}}","messageId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10","value":"wave","arguments":{"hand":"left"} }""");
        var action = await socket.NextAsync("action");
        action.GetProperty("value").GetString().ShouldBe("wave");
        action.GetProperty("arguments")[0].GetProperty("value").GetString().ShouldBe("left");
    }

    [Fact]
    public async Task The_quick_start_that_only_connects_gets_a_chat_by_itself()
    {
        await using var voxta = await VoxtaFixture.StartAsync(autoSession: true);
        var socket = await voxta.AppAsync();
        var session = (await socket.NextAsync("chatsSessionsUpdated")).GetProperty("sessions")[0];
        await socket.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session.GetProperty("sessionId").GetString()}}"}""");
        await socket.NextAsync("chatStarted");
    }

    [Fact]
    public async Task Typing_suggestions_and_inspection_are_answered()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"typingStart","sessionId":"{{session}}"}""");
        await socket.InvokeAsync($$"""{"$type":"typingEnd","sessionId":"{{session}}","sent":true}""");
        await socket.InvokeAsync($$"""{"$type":"requestSuggestions","sessionId":"{{session}}"}""");
        (await socket.NextAsync("suggestions")).GetProperty("suggestions").GetArrayLength().ShouldBeGreaterThan(0);
        await socket.InvokeAsync($$"""{"$type":"inspect","sessionId":"{{session}}","enabled":true}""");
        Ordered(await socket.TypesUntilAsync(e => HubSocket.Type(e) == "contextUpdated"), "inspectorEnabled", "memoryUpdated", "contextUpdated");
    }

    private static void Ordered(List<string> types, params string[] expected)
    {
        var at = -1;
        foreach (var type in expected)
        {
            at = types.IndexOf(type, at + 1);
            at.ShouldBeGreaterThanOrEqualTo(0, $"{type} is missing or out of order in {string.Join(", ", types)}");
        }
    }
}
