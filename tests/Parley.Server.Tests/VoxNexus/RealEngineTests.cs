using Parley.Testing.Server;

namespace Parley.Server.Tests.VoxNexus;

public sealed class RealEngineTests
{
    [Fact]
    public async Task What_is_spoken_is_understood()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var tts = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Tts, """{"type":"init","voice_id":"flite-slt","format":"pcm"}""");
        await tts.SendAsync("""{"type":"text","text":"Hello world. The weather is good today.","is_final":true}""");
        var (pcm, frames) = await tts.ReceiveUtteranceAsync();
        pcm.Length.ShouldBeGreaterThan(32_000);
        frames.ShouldBeGreaterThan(5);

        await using var stt = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Stt, """{"type":"init","enable_timestamps":true}""");
        foreach (var chunk in pcm.Chunk(3200))
        {
            await stt.SendAudioAsync(chunk);
        }

        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        var messages = await stt.ReceiveUntilAsync(m => m.Type() == "flush_done");
        foreach (var m in messages)
        {
            TestContext.Current.TestOutputHelper!.WriteLine(m.ToJsonString());
        }

        string.Join(' ', messages.Where(m => m.Type() == "transcript" && m.IsFinal()).Select(m => m.Text())).ToLowerInvariant().ShouldContain("weather");
        await stt.CloseAsync();
        await tts.CloseAsync();
    }
}
