using System.Globalization;
using System.Text;
using Parley.Estuary.Tests.Fakes;

namespace Parley.Estuary.Tests.Wire;

public class GoldenServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_packet_is_read_as_its_events()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        foreach (var line in GoldenLine.Read("server.jsonl"))
        {
            await session.SendAsync(line.Bytes);

            // What follows tells that nothing more came of the line.
            await session.EmitAsync("auth_error", """{"error":"mark"}""");
            var read = new List<string>();
            while (await events.NextAsync() is { } e and not AuthError { Error: "mark" })
            {
                read.Add(Meaning(e));
            }

            string.Join("; ", read).ShouldBe(line.Meaning, line.Bytes);
        }
    }

    private static string Meaning(EstuaryEvent e) => e switch
    {
        BotResponse r => FormattableString.Invariant($"BotResponse {r.MessageId} {r.ChunkIndex} \"{r.Text}\"{(r.IsFinal ? " final" : $" +\"{r.Partial}\"")}{(r.IsInterjection ? " interjection" : "")}"),
        BotVoice v => FormattableString.Invariant($"BotVoice {v.MessageId} {v.ChunkIndex} {v.Audio.Length} bytes {v.SampleRate} Hz{(v.IsFinal ? " final" : "")}"),
        AudioReceived a => FormattableString.Invariant($"AudioReceived {a.Source} {a.Audio.Length} bytes {a.SampleRate} Hz"),
        Interrupt i => $"Interrupt {i.MessageId} {i.Reason} {i.InterruptedAt}",
        SttResponse s => $"SttResponse \"{s.Text}\"{(s.IsFinal ? " final" : "")}{(s.Confidence is { } sure ? " " + sure.ToString(CultureInfo.InvariantCulture) : "")}",
        VoiceError v => $"VoiceError {v.Error}",
        ErrorReceived r => $"ErrorReceived {r.Error.Code} {r.Error.Details} {r.Error.Message}",
        QuotaExceeded q => FormattableString.Invariant($"QuotaExceeded {q.Current}/{q.Limit} {q.Remaining} {q.Tier} {q.Message}"),
        SessionTimeout t => FormattableString.Invariant($"SessionTimeout {t.Reason} {t.Idle.TotalSeconds}/{t.Timeout.TotalSeconds}"),
        ModerationWarning w => $"ModerationWarning {w.Level} {w.Message}",
        MemoryUpdated m => FormattableString.Invariant($"MemoryUpdated {m.ConversationId} {m.MemoriesExtracted} {m.FactsExtracted} \"{string.Join('|', m.NewMemories.Select(n => n.Content))}\""),
        MotiveUpdated m => $"MotiveUpdated {m.ConversationId} {m.Motive.GetRawText()}",
        ClientAction a => $"ClientAction {a.Name} {string.Join(' ', a.Arguments.Select(p => $"{p.Key}={p.Value}"))} {a.MessageId}",
        CameraCaptureRequest c => $"CameraCaptureRequest {c.RequestId} {c.Text}",
        UnknownEvent u => $"UnknownEvent {u.Name} {Encoding.UTF8.GetString(u.Payload.Span)}",
        _ => e.ToString(),
    };
}
