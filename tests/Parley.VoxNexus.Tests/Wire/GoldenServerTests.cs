using System.Globalization;
using System.Text;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.Wire;

/// <summary>Every golden message of a server through a real client: whole, in two fragments split at every byte; the network gives single bytes.</summary>
public class GoldenServerTests
{
    private readonly ScriptedService _service = new() { Connector = { MaxReadBytes = 1 } };

    public static TheoryData<string, string> Tts => GoldenLine.Sent("tts.jsonl", "server");

    public static TheoryData<string, string> Stt => GoldenLine.Sent("stt.jsonl", "server");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Tts))]
    public async Task A_text_to_speech_message_means_the_same_however_it_is_cut(string bytes, string meaning)
    {
        await using var client = new TextToSpeechClient(_service.Tts with { SampleRate = 24_000 });
        if (meaning.StartsWith("Ready", StringComparison.Ordinal))
        {
            await ReadyAsync(client, bytes, meaning);
            return;
        }

        var session = await _service.ConnectAsync(client, Token);
        if (meaning.StartsWith("Audio", StringComparison.Ordinal) || meaning == "End")
        {
            await ReplayAsync(session, bytes, async () =>
            {
                var utterance = await client.SynthesizeAsync("x", Token);
                return async () =>
                {
                    if (meaning != "End")
                    {
                        await session.SendAsync("""{"type":"audio","data":"","is_final":true}""", Token);
                    }

                    var samples = await utterance.ReadToEndAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
                    return meaning == "End" && samples.Length == 0 ? "End" : $"Audio {string.Join(' ', samples)}";
                };
            }, meaning);
            return;
        }

        var events = new EventLog(client, Token);
        await ReplayAsync(session, bytes, () => Task.FromResult(() => DescribeNextAsync(events, session, meaning)), meaning);
    }

    [Theory]
    [MemberData(nameof(Stt))]
    public async Task A_speech_to_text_message_means_the_same_however_it_is_cut(string bytes, string meaning)
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        if (meaning.StartsWith("Ready", StringComparison.Ordinal))
        {
            await ReadyAsync(client, bytes, meaning);
            return;
        }

        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await ReplayAsync(session, bytes, () => Task.FromResult(() => DescribeNextAsync(events, session, meaning)), meaning);
    }

    private async Task ReadyAsync(VoxNexusClient client, string bytes, string meaning)
    {
        var connecting = client.ConnectAsync(Token);
        var session = new ScriptedSession(await _service.Connector.AcceptAsync(Token), Token);
        await session.NextAsync(Token);
        await session.Peer.SendFragmentsAsync(Encoding.UTF8.GetBytes(bytes), 3, Token);
        var ready = await connecting.WaitAsync(TimeSpan.FromSeconds(30), Token);
        string.Create(CultureInfo.InvariantCulture, $"Ready {ready.RequestId} {ready.VoiceId ?? "-"} {ready.Language} {ready.Format} {ready.SampleRate}").ShouldBe(meaning);
    }

    private static async Task ReplayAsync(ScriptedSession session, string bytes, Func<Task<Func<Task<string>>>> expect, string meaning)
    {
        var utf8 = Encoding.UTF8.GetBytes(bytes);
        for (var split = 0; split < utf8.Length; split++)
        {
            var observed = await expect();
            await session.Peer.SendFragmentsAsync(utf8, split == 0 ? utf8.Length : split, Token);
            (await observed()).ShouldBe(meaning, $"fragments of {split} bytes");
        }
    }

    // A message that makes no event is told by the marker behind it being the next one.
    private static async Task<string> DescribeNextAsync(EventLog events, ScriptedSession session, string meaning)
    {
        if (meaning == "-")
        {
            await session.SendAsync("""{"type":"marker"}""", Token);
            return (await events.NextAsync<VoxNexusEvent>()) is UnknownMessage { Type: "marker" } ? "-" : "an event";
        }

        return Describe(await events.NextAsync<VoxNexusEvent>());
    }

    private static string Describe(VoxNexusEvent e) => e switch
    {
        ErrorReceived x => $"Error {x.Error.Code} {x.Error.RequestId} {x.Error.Message}",
        WordsTimed x => $"Words {string.Join(' ', x.Words.Select(w => $"{w.Word}@{w.Offset}+{w.Duration}"))}",
        UnknownMessage x => $"Unknown {x.Type}",
        PartialTranscript x => $"Partial {Ms(x.Start)}-{Ms(x.End)} {x.Text}",
        FinalTranscript x => string.Create(CultureInfo.InvariantCulture, $"Final {Ms(x.Start)}-{Ms(x.End)} {x.Language} {x.Confidence} {x.Text} [{string.Join(' ', x.Words.Select(w => $"{w.Word}@{Ms(w.Start)}-{Ms(w.End)}"))}]"),
        FlushDone x => $"FlushDone {x.RequestId}",
        LlmText x => $"Llm {(x.IsFinal ? "final" : "so far")} {x.Text}",
        SpeechActivity x => $"Speech {(x.Started ? "started" : "ended")} {Ms(x.Position)}",
        _ => e.ToString(),
    };

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}
