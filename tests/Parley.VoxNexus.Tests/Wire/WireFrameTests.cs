using System.Text;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus.Tests.Wire;

public class WireFrameTests
{
    [Theory]
    [InlineData("{\"type\":\"ping\"}")]
    [InlineData("{\"nested\":{\"type\":\"init\"},\"list\":[{\"type\":\"text\"}],\"type\":\"ping\"}")]
    [InlineData(" {\"ty\\u0070e\" : \"pin\\u0067\"}\r\n")]
    public void The_type_may_stand_anywhere(string json)
    {
        WireFrame.Read(Encoding.UTF8.GetBytes(json), out var frame).ShouldBe(WireReadStatus.Ok);
        frame.Kind.ShouldBe(WireMessageKind.Ping);
    }

    [Theory]
    [InlineData("", WireReadStatus.InvalidJson)]
    [InlineData("{", WireReadStatus.InvalidJson)]
    [InlineData("{\"type\":\"ping\"", WireReadStatus.InvalidJson)]
    [InlineData("{\"type\":\"ping\"} x", WireReadStatus.InvalidJson)]
    [InlineData("{\"type\":\"ping\",}", WireReadStatus.InvalidJson)]
    [InlineData("{'type':'ping'}", WireReadStatus.InvalidJson)]
    [InlineData("[1,", WireReadStatus.InvalidJson)]
    [InlineData("[]", WireReadStatus.InvalidMessage)]
    [InlineData("null", WireReadStatus.InvalidMessage)]
    [InlineData("\"ping\"", WireReadStatus.InvalidMessage)]
    [InlineData("{}", WireReadStatus.InvalidMessage)]
    [InlineData("{\"type\":null}", WireReadStatus.InvalidMessage)]
    [InlineData("{\"type\":7}", WireReadStatus.InvalidMessage)]
    [InlineData("{\"type\":[\"ping\"]}", WireReadStatus.InvalidMessage)]
    public void Broken_json_and_wrong_messages_are_told_apart(string json, WireReadStatus expected) =>
        WireFrame.Read(Encoding.UTF8.GetBytes(json), out _).ShouldBe(expected);

    [Fact]
    public void Nesting_beyond_reason_is_broken_json()
    {
        var json = "{\"type\":\"ping\",\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        WireFrame.Read(Encoding.UTF8.GetBytes(json), out _).ShouldBe(WireReadStatus.InvalidJson);
    }

    [Theory]
    [InlineData("Ping")]
    [InlineData("ping ")]
    [InlineData("surprise")]
    public void Another_type_keeps_its_name(string type)
    {
        WireFrame.Read(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\"}}"), out var frame).ShouldBe(WireReadStatus.Ok);
        frame.Kind.ShouldBe(WireMessageKind.Unknown);
        frame.TypeName.ShouldBe(type);
    }

    [Fact]
    public void An_audio_message_is_read_and_written_without_allocation()
    {
        var samples = new byte[6_400];
        using var wire = new PooledBufferWriter();
        using var decoded = new PooledBufferWriter();
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 20 && least > 0; attempt++)
        {
            // The runtime itself may allocate on this thread, when it compiles anew; the code never does.
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                Round();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
        decoded.WrittenCount.ShouldBe(samples.Length);

        void Round()
        {
            wire.Clear();
            decoded.Clear();
            AudioMessage.WriteOutput(samples, isFinal: true, utteranceId: null, wire);
            WireFrame.Read(wire.WrittenSpan, out var frame);
            if (frame.Kind != WireMessageKind.Audio || frame.IsFinal is not true || !frame.TryDecodeData(decoded))
            {
                throw new InvalidOperationException("The message did not come back.");
            }
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(11);
        var pieces = new[] { "{", "}", "[", "]", "\"type\"", ":", "\"audio\"", ",", "\"data\"", "\"AAAA\"", "null", "1e999", "\\u00", "\"\\ud800\"", "true", " ", "\"", "\u00ff" };
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (WireFrame.Read(Encoding.Latin1.GetBytes(text), out var frame) == WireReadStatus.Ok)
            {
                var problems = new List<WireProblem>();
                TtsInitMessage.Read(frame.Json, problems);
                SttInitMessage.Read(frame.Json, problems);
                TextMessage.Read(frame.Json, problems);
                TranscriptMessage.Read(frame.Json);
            }
        }
    }
}
