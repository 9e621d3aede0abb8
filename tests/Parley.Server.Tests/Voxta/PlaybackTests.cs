using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>Speech whose playing nobody reports: nothing may hang (specification §4.8).</summary>
public sealed class PlaybackTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Speech_that_nobody_reports_is_over_after_ten_seconds()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        var (socket, session, _) = await StartAsync(voxta);
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        var reply = (await socket.NextAsync("replyEnd")).GetProperty("messageId").GetString();
        await UntilAsync(socket, "speechPlaybackComplete", e => e.GetProperty("messageId").GetString() == reply);
        await socket.WaitForInputAsync();
    }

    [Fact]
    public async Task Speech_whose_end_nobody_reports_is_over_after_its_length_and_ten_seconds()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        var (socket, session, _) = await StartAsync(voxta);
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        var reply = (await socket.NextAsync("replyEnd")).GetProperty("messageId").GetString();
        await socket.InvokeAsync($$"""{"$type":"speechPlaybackStart","sessionId":"{{session}}","messageId":"{{reply}}","startIndex":0,"endIndex":5,"duration":8}""");
        while ((await socket.NextAsync("speechPlaybackStart")).GetProperty("duration").GetDouble() != 8)
        {
        }

        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
        _time.Advance(TimeSpan.FromSeconds(12));
        (await socket.TypesUntilAsync(e => HubSocket.Type(e) == "charactersListLoaded")).ShouldNotContain("speechPlaybackComplete");
        await UntilAsync(socket, "speechPlaybackComplete", e => e.GetProperty("messageId").GetString() == reply);
    }

    /// <summary>An app that plays URLs, in a chat past its greeting.</summary>
    private static async Task<(HubSocket Socket, string Session, string Chat)> StartAsync(VoxtaFixture voxta)
    {
        var socket = await voxta.AppAsync(output: "Url");
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}"}""");
        var started = await socket.NextAsync("chatStarted");
        var session = started.GetProperty("sessionId").GetString()!;
        var greeting = (await socket.NextAsync("replyEnd")).GetProperty("messageId").GetString();
        await socket.InvokeAsync($$"""{"$type":"speechPlaybackComplete","sessionId":"{{session}}","messageId":"{{greeting}}"}""");
        await socket.WaitForInputAsync();
        return (socket, session, started.GetProperty("chatId").GetString()!);
    }

    /// <summary>Lets time pass, a second at a time, until an event comes.</summary>
    private async Task UntilAsync(HubSocket socket, string type, Func<JsonElement, bool> fits)
    {
        var coming = FindAsync();
        for (var second = 0; !coming.IsCompleted; second++)
        {
            second.ShouldBeLessThan(100_000);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await coming;

        async Task FindAsync()
        {
            while (!fits(await socket.NextAsync(type)))
            {
            }
        }
    }
}
