using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Speech.Recognition;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>What happens by the clock, on a clock that the test owns.</summary>
public sealed class TimingTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_chat_starts_after_one_second_in_which_the_app_did_nothing()
    {
        await using var voxta = await StartAsync(autoSession: true);
        var socket = await voxta.AppAsync();
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        _time.Advance(TimeSpan.FromSeconds(1) - Step);
        (await SessionsAsync(voxta)).ShouldBe(0);
        _time.Advance(Step);
        (await socket.NextAsync("chatsSessionsUpdated")).GetProperty("sessions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_app_that_starts_its_own_chat_gets_no_other()
    {
        await using var voxta = await StartAsync(autoSession: true);
        var socket = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}"}""");
        await socket.NextAsync("replyEnd");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await SessionsAsync(voxta)).ShouldBe(1);
    }

    [Fact]
    public async Task No_chat_starts_for_an_app_that_refuses_it_or_only_carries_audio()
    {
        await using var voxta = await StartAsync(autoSession: true);
        await voxta.AppAsync(features: ",\"features\":[\"no-auto-session\"]");
        await voxta.AppAsync(output: "WebSocketStream");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await SessionsAsync(voxta)).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_default_chat_ends_a_minute_after_its_last_connection_and_stays_only_if_the_user_said_something(bool says)
    {
        await using var voxta = await StartAsync(autoSession: true);
        var socket = await voxta.AppAsync();
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        var session = (await socket.NextAsync("chatsSessionsUpdated")).GetProperty("sessions")[0].GetProperty("sessionId").GetString();
        await socket.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await socket.NextAsync("chatStarted");
        if (says)
        {
            await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"I was here.","doReply":false}""");
            await UntilAsync(socket, e => HubSocket.Type(e) == "update" && e.GetProperty("role").GetString() == "User");
        }

        socket.Dispose();
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(60), Token);
        _time.Advance(TimeSpan.FromSeconds(60) - Step);
        (await SessionsAsync(voxta)).ShouldBe(1);
        _time.Advance(Step);
        await UntilAsync(async () => await SessionsAsync(voxta) == 0);
        await UntilAsync(async () => await CountAsync(voxta, "api/chats", "chats") == (says ? 1 : 0));
    }

    [Fact]
    public async Task An_owners_chat_waits_fifteen_seconds_for_its_owner()
    {
        await using var voxta = await StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        socket.Dispose();
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(15), Token);
        _time.Advance(TimeSpan.FromSeconds(15) - Step);

        var back = await voxta.AppAsync();
        await back.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        (await back.NextAsync("chatStarted")).GetProperty("sessionId").GetString().ShouldBe(session);

        // It is owned again: the old deadline means nothing.
        _time.Advance(TimeSpan.FromSeconds(30));
        (await SessionsAsync(voxta)).ShouldBe(1);

        back.Dispose();
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(15), Token);
        _time.Advance(TimeSpan.FromSeconds(15));
        await UntilAsync(async () => await SessionsAsync(voxta) == 0);
        (await CountAsync(voxta, "api/chats", "chats")).ShouldBe(1);
        var late = await voxta.AppAsync();
        await late.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        (await late.NextAsync("chatStarted")).GetProperty("sessionId").GetString().ShouldNotBe(session);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transcript_of_hub_audio_that_nobody_sends_is_submitted_after_700_milliseconds(bool appSends)
    {
        await using var voxta = await StartAsync();
        var (control, session, _) = await voxta.ChatAsync();
        var audio = await voxta.AppAsync(output: "WebSocketStream");
        await audio.NextAsync("audioOutputFormat");
        await audio.SendBinaryAsync(new byte[640]);
        var stream = await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
        stream.Say(new SpeechStarted(TimeSpan.Zero));
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "what is three plus four") { Language = "en-US" });
        await control.NextAsync("speechRecognitionEnd");
        await _time.WaitForTimerAsync(TimeSpan.FromMilliseconds(700), Token);
        _time.Advance(TimeSpan.FromMilliseconds(700) - Step);
        if (appSends)
        {
            await control.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is three plus four?"}""");
            (await control.NextAsync("update")).GetProperty("text").GetString().ShouldBe("What is three plus four?");
            await control.NextAsync("replyEnd");
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        else
        {
            _time.Advance(Step);
            (await control.NextAsync("update")).GetProperty("text").GetString().ShouldBe("what is three plus four");
            await control.NextAsync("replyEnd");

            // The app sends the same words after all: they are not said twice.
            await control.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"what is three plus four"}""");
        }

        var loaded = await voxta.Server.Http.GetStringAsync($"api/chats/{await ChatAsync(voxta)}/summary", Token);
        JsonDocument.Parse(loaded).RootElement.GetProperty("lastMessages").EnumerateArray().Count(m => m.GetProperty("role").GetString() == "User").ShouldBe(1);
    }

    [Fact]
    public async Task A_hub_connection_that_never_shakes_hands_is_closed_after_fifteen_seconds()
    {
        await using var voxta = await StartAsync();
        var socket = await voxta.OpenAsync();
        socket.StartReading();
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(15), Token);
        _time.Advance(TimeSpan.FromSeconds(15));
        await socket.Closed;
    }

    private Task<VoxtaFixture> StartAsync(bool autoSession = false) => VoxtaFixture.StartAsync(autoSession, configure: services => services.AddSingleton<TimeProvider>(_time));

    private static async Task<string> ChatAsync(VoxtaFixture voxta) =>
        JsonDocument.Parse(await voxta.Server.Http.GetStringAsync("api/chats", Token)).RootElement.GetProperty("chats")[0].GetProperty("id").GetString()!;

    private static Task<int> SessionsAsync(VoxtaFixture voxta) => CountAsync(voxta, "api/sessions", "sessions");

    private static async Task<int> CountAsync(VoxtaFixture voxta, string path, string list) =>
        JsonDocument.Parse(await voxta.Server.Http.GetStringAsync(path, Token)).RootElement.GetProperty(list).GetArrayLength();

    private static async Task UntilAsync(HubSocket socket, Func<JsonElement, bool> condition)
    {
        while (!condition(await socket.NextAsync()))
        {
            // Something else.
        }
    }

    // Every answer until then is a real request; the bound only ends a test that has failed.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!await condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
