using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>Who owns a session (specification §0.2, §1.7, §4.3): one app, which takes it with it, or the server.</summary>
public sealed class OwnershipTests
{
    private const string Osei = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e02";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_that_resumes_anothers_running_chat_joins_it_and_ends_it_with_nothing_of_its_own()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (owner, session, chat) = await voxta.ChatAsync();
        var other = await voxta.AppAsync(client: "Other");
        await other.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}","setFlags":["visited"]}""");
        var types = new List<string>();
        var started = default(JsonElement);
        while (types.LastOrDefault() != "contextUpdated" || !types.Contains("chatStarted"))
        {
            var next = await other.NextAsync();
            types.Add(HubSocket.Type(next));
            started = types[^1] == "chatStarted" ? next : started;
        }

        started.GetProperty("sessionId").GetString().ShouldBe(session);
        types.ShouldNotContain("chatStarting");
        (await owner.NextAsync("contextUpdated")).GetProperty("flags")[0].GetProperty("name").GetString().ShouldBe("visited");

        // Its own chat begins, the other goes on; without a name it stops its own.
        await other.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Osei}}"}""");
        await other.NextAsync("replyEnd");
        await other.InvokeAsync("""{"$type":"stopChat"}""");
        await other.NextAsync("chatClosed");
        await owner.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        await owner.NextAsync("replyEnd");
    }

    [Fact]
    public async Task Where_the_setting_says_so_a_running_chat_cannot_be_resumed_by_another_app()
    {
        await using var voxta = await VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { ["voxta:runningChats"] = "Error" });
        var (owner, _, chat) = await voxta.ChatAsync();
        var other = await voxta.AppAsync(client: "Other");
        (await other.TryInvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""")).ShouldBe("Chat session already exists for this chat");
        (await other.NextAsync("error")).GetProperty("message").GetString().ShouldBe("Chat session already exists for this chat");

        // The owner itself gets its chat again.
        await owner.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        await owner.NextAsync("chatStarted");
    }

    [Fact]
    public async Task An_app_that_comes_back_before_its_old_connection_is_gone_takes_its_chat_over()
    {
        var time = new FakeTimeProvider();
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var (old, session, chat) = await voxta.ChatAsync();
        var back = await voxta.AppAsync();

        // As the Python client does: it watches whatever is live before it asks for its chat.
        await back.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await back.NextAsync("chatStarted");
        await back.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        await back.NextAsync("chatStarting");
        (await back.NextAsync("chatStarted")).GetProperty("sessionId").GetString().ShouldBe(session);

        await old.CloseAsync();
        await old.Closed;
        time.Advance(TimeSpan.FromMinutes(5));
        await back.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        await back.NextAsync("replyEnd");
        await back.InvokeAsync("""{"$type":"stopChat"}""");
        await back.NextAsync("chatClosed");
    }

    [Fact]
    public async Task An_app_that_authenticates_anew_is_told_what_it_can_then_do()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        await socket.InvokeAsync("""{"$type":"authenticate","client":"Test","scope":["role:app"],"capabilities":{"audioInput":"None","audioOutput":"Url"} }""");
        await socket.NextAsync("welcome");
        var configuration = await socket.NextAsync("chatConfiguration");
        configuration.GetProperty("sessionId").GetString().ShouldBe(session);
        configuration.GetProperty("chatId").GetString().ShouldBe(chat);
        configuration.GetProperty("services").TryGetProperty("textToSpeech", out _).ShouldBeTrue();
        configuration.TryGetProperty("messages", out _).ShouldBeFalse();
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        (await socket.NextAsync("replyChunk")).GetProperty("audioUrl").GetString().ShouldStartWith("/api/tts/gens/");

        await socket.InvokeAsync("""{"$type":"authenticate","client":"Test","scope":["role:app"]}""");
        (await socket.NextAsync("chatConfiguration")).GetProperty("services").TryGetProperty("textToSpeech", out _).ShouldBeFalse();
        await socket.InvokeAsync($$"""{"$type":"interrupt","sessionId":"{{session}}"}""");
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 4 plus 4?"}""");
        JsonElement chunk;
        do
        {
            // Chunks of the first answer may come before.
            chunk = await socket.NextAsync("replyChunk");
        }
        while (!chunk.GetProperty("text").GetString()!.Contains('8', StringComparison.Ordinal));
        chunk.GetProperty("audioUrl").GetString().ShouldBe("");
    }

    [Fact]
    public async Task Who_takes_part_is_told_with_the_chats_new_header()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"updateChat","sessionId":"{{session}}","title":"The mill"}""");
        await socket.InvokeAsync($$"""{"$type":"pauseChat","sessionId":"{{session}}","pause":true}""");
        await socket.InvokeAsync($$"""{"$type":"addChatParticipant","sessionId":"{{session}}","characterId":"{{Osei}}"}""");
        var configuration = await socket.NextAsync("chatConfiguration");
        configuration.GetProperty("characters").GetArrayLength().ShouldBe(2);
        configuration.GetProperty("title").GetString().ShouldBe("The mill");

        // Added once more: answered, but nothing has changed.
        await socket.InvokeAsync($$"""{"$type":"addChatParticipant","sessionId":"{{session}}","characterId":"{{Osei}}"}""");
        await socket.NextAsync("chatParticipantsUpdated");
        await socket.InvokeAsync($$"""{"$type":"removeChatParticipant","sessionId":"{{session}}","characterId":"{{Osei}}"}""");
        (await socket.TypesUntilAsync(e => HubSocket.Type(e) == "chatParticipantsUpdated")).ShouldNotContain("chatConfiguration");
        (await socket.NextAsync("chatConfiguration")).GetProperty("characters").GetArrayLength().ShouldBe(1);
    }
}
