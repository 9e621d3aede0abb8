using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Speech;

namespace Parley.Server.Tests.Voxta;

/// <summary>Spoken sentences behind URLs: what is kept of them has a size.</summary>
public sealed class SpeechClipTests
{
    [Fact]
    public async Task The_oldest_clips_give_way_when_all_together_are_too_long()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddSingleton(new SpeechClipStore(TimeProvider.System, maxSamples: 100_000)));
        var (socket, _, _) = await voxta.ChatAsync(output: "Url");
        var first = await SpeakAsync(socket);
        (await StatusAsync(voxta, first)).ShouldBe(HttpStatusCode.OK);

        var latest = first;
        for (var i = 0; i < 100 && await StatusAsync(voxta, first) == HttpStatusCode.OK; i++)
        {
            latest = await SpeakAsync(socket);
            (await StatusAsync(voxta, latest)).ShouldBe(HttpStatusCode.OK);
        }

        (await StatusAsync(voxta, first)).ShouldBe(HttpStatusCode.Gone);
        (await StatusAsync(voxta, latest)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> SpeakAsync(HubSocket socket)
    {
        await socket.InvokeAsync("""{"$type":"speak","text":"All the mills of the valley stand still tonight."}""");
        var url = (await socket.NextAsync("replyChunk")).GetProperty("audioUrl").GetString().ShouldNotBeNull();
        await socket.NextAsync("replyEnd");
        return url;
    }

    private static async Task<HttpStatusCode> StatusAsync(VoxtaFixture voxta, string url)
    {
        using var answer = await voxta.Server.Http.GetAsync(url, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
