using System.Text;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus.Tests.Wire;

public class GoldenClientTests
{
    public static TheoryData<string, string> Tts => GoldenLine.Sent("tts.jsonl", "client");

    public static TheoryData<string, string> Stt => GoldenLine.Sent("stt.jsonl", "client");

    [Theory]
    [MemberData(nameof(Tts))]
    [MemberData(nameof(Stt))]
    public void What_a_client_sends_is_read_without_a_problem_and_written_the_same(string bytes, string meaning)
    {
        var utf8 = Encoding.UTF8.GetBytes(bytes);
        WireFrame.Read(utf8, out var frame).ShouldBe(WireReadStatus.Ok);
        frame.TypeName.ShouldBe(meaning);
        var problems = new List<WireProblem>();
        using var written = new PooledBufferWriter();
        switch (frame.Kind)
        {
            case WireMessageKind.Init when bytes.Contains("voice_id", StringComparison.Ordinal):
                var tts = TtsInitMessage.Read(utf8, problems);
                tts.Validate().ShouldBeEmpty();
                tts.Write(written);
                break;
            case WireMessageKind.Init:
                var stt = SttInitMessage.Read(utf8, problems);
                stt.Validate().ShouldBeEmpty();
                stt.Write(written);
                break;
            case WireMessageKind.Text:
                TextMessage.Read(utf8, problems).Write(written);
                break;
            case WireMessageKind.Command:
                CommandMessage.Read(utf8, problems).Write(written);
                break;
            case WireMessageKind.Ping:
                PingMessage.Read(utf8).Write(written);
                break;
            case WireMessageKind.Audio:
                using (var audio = new PooledBufferWriter())
                {
                    frame.TryDecodeData(audio).ShouldBeTrue();
                    AudioMessage.WriteInput(audio.WrittenSpan, written);
                }

                break;
            default:
                throw new InvalidOperationException($"No reading of {frame.TypeName}.");
        }

        problems.ShouldBeEmpty();
        Encoding.UTF8.GetString(written.WrittenSpan).ShouldBe(bytes);
    }
}
