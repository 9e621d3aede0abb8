using System.Text;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.Tests.Codecs;

public sealed class EngineIoCodecTests
{
    [Theory]
    [InlineData("4hello", "Message:hello")]
    [InlineData("4a\u001e2\u001e4b\u001e", "Message:a Ping: Message:b !")]
    [InlineData("0{}\u001ebAQID\u001e6", "Open:{} Message:base64:AQID Noop:")]
    [InlineData("", "!")]
    [InlineData("\u001e", "!")]
    [InlineData("4a\u001e\u001e4b", "Message:a !")]
    [InlineData("4a\u001e9\u001e4b", "Message:a !")]
    [InlineData("x", "!")]
    public void A_payload_is_packets_between_separators(string payload, string expected)
    {
        var found = new List<string>();
        var reader = new EngineIoPayloadReader(Encoding.UTF8.GetBytes(payload));
        while (reader.TryRead(out var packet))
        {
            found.Add($"{packet.Type}:{(packet.IsBase64 ? "base64:" : "")}{Encoding.UTF8.GetString(packet.Data.Span)}");
        }

        if (reader.Failed)
        {
            found.Add("!");
        }

        string.Join(' ', found).ShouldBe(expected);
    }

    [Fact]
    public void Frames_become_payloads_within_a_limit()
    {
        var frames = OutgoingFrames.Rent();
        frames.AddText("4aaa"u8);
        frames.AddBinary([1, 2, 3]);
        frames.AddText("4bbb"u8);
        frames.AddText("4a text longer than the limit"u8);
        frames.AddText("4c"u8);
        var payloads = new List<string>();
        var (next, position) = (0, 0);
        while (next < frames.Count)
        {
            using var payload = new PooledBuffer();
            next = frames.WritePayload(payload, next, ref position, 12);
            payloads.Add(Encoding.UTF8.GetString(payload.WrittenSpan));
        }

        payloads.ShouldBe(["4aaa\u001ebAQID", "4bbb", "4a text longer than the limit", "4c"]);
    }

    [Fact]
    public void The_handshake_survives_the_wire()
    {
        var handshake = new EngineIoHandshake("abc", ["websocket"], TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20), 1_000_000);
        using var json = new PooledBuffer();
        handshake.Write(json);

        Encoding.UTF8.GetString(json.WrittenSpan).ShouldBe("""{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""");
        EngineIoHandshake.TryRead(json.WrittenMemory, out var read).ShouldBeTrue();
        read.ShouldNotBeNull().SessionId.ShouldBe("abc");
        read.Upgrades.ShouldBe(["websocket"]);
        (read.PingInterval, read.PingTimeout, read.MaxPayload).ShouldBe((handshake.PingInterval, handshake.PingTimeout, 1_000_000));
    }

    [Theory]
    [InlineData("""{"maxPayload":"?","pingTimeout":2,"extra":{},"pingInterval":1,"sid":"x"}""", true)]
    [InlineData("""{"sid":"","pingInterval":1,"pingTimeout":2}""", false)]
    [InlineData("""{"sid":"x","pingInterval":0,"pingTimeout":2}""", false)]
    [InlineData("""{"sid":"x","pingInterval":1e99,"pingTimeout":2}""", false)]
    [InlineData("""{"sid":5,"pingInterval":1,"pingTimeout":2}""", false)]
    [InlineData("""{"sid":"x"}""", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("", false)]
    public void A_handshake_needs_an_id_and_times(string json, bool accepted) =>
        EngineIoHandshake.TryRead(Encoding.UTF8.GetBytes(json), out _).ShouldBe(accepted);

    [Theory]
    [InlineData("", "")]
    [InlineData("AQIDBA==", "01020304")]
    [InlineData("AQIDBA", "01020304")]
    [InlineData("AQID\r\nBA==\n", "01020304")]
    [InlineData(" A Q I D ", "010203")]
    [InlineData("-_8", "FBFF")]
    [InlineData("+/8=", "FBFF")]
    [InlineData("AQ==BA==", "01")]
    [InlineData("A", "")]
    [InlineData("!!!", "")]
    public void Base64_is_read_as_JavaScript_reads_it(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var output = new byte[LenientBase64.GetMaxDecodedLength(bytes.Length)];

        var written = LenientBase64.Decode(bytes, output);

        Convert.ToHexString(output.AsSpan(0, written)).ShouldBe(expected);
    }
}
