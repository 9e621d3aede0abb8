using Parley.Estuary.Tests.Fakes;

namespace Parley.Estuary.Tests.Wire;

public class GoldenClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_sends_its_packet()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        foreach (var line in GoldenLine.Read("client.jsonl"))
        {
            await CallAsync(client, line.Meaning);
            (await session.NextAsync()).ShouldBe(line.Bytes);
        }
    }

    private static async Task CallAsync(EstuaryClient client, string call)
    {
        switch (call)
        {
            case "SendText":
                await client.SendTextAsync("Hello", cancellationToken: Token);
                break;
            case "SendTextOnly":
                await client.SendTextAsync("Grüße 你好 😀", textOnly: true, Token);
                break;
            case "SayLine":
                await client.SayLineAsync("Welcome back.", cancellationToken: Token);
                break;
            case "Interrupt":
                await client.InterruptAsync(cancellationToken: Token);
                break;
            case "InterruptOne":
                await client.InterruptAsync("msg_1", Token);
                break;
            case "PlaybackComplete":
                client.NotifyAudioPlaybackComplete("msg_1");
                break;
            case "PlaybackCompleteCurrent":
                client.NotifyAudioPlaybackComplete();
                break;
            case "CameraImage":
                await client.SendCameraImageAsync(new byte[] { 1, 2, 3 }, "image/png", "cam_1", "Look", Token);
                break;
            case "Preferences":
                await client.UpdatePreferencesAsync(true, Token);
                break;
            default:
                throw new InvalidOperationException($"There is no call {call}.");
        }
    }
}
