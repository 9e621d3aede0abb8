using System.Text.Json;
using Parley.Testing.Server;

namespace Parley.Server.Tests;

public sealed class ServerInfoTests
{
    [Fact]
    public async Task A_caller_learns_what_runs_here()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["tts"] = "espeak,flite" });

        using var json = JsonDocument.Parse(await server.Http.GetStringAsync("api/server", TestContext.Current.CancellationToken));

        json.RootElement.GetProperty("version").GetString().ShouldBe(ParleyVersion.Current);
        json.RootElement.GetProperty("replies").GetString().ShouldBe("scripted");
        json.RootElement.GetProperty("engines").GetProperty("textToSpeech").EnumerateArray().Select(e => e.GetString()).ShouldBe(["espeak", "flite"]);
        json.RootElement.GetProperty("defaultVoice").GetString().ShouldStartWith("espeak-");
        json.RootElement.GetProperty("voices").GetInt32().ShouldBeGreaterThan(10);
    }
}
