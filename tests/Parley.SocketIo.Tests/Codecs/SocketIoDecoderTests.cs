using System.Text;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.Tests.Codecs;

public sealed class SocketIoDecoderTests
{
    [Fact]
    public void A_packet_is_whole_with_its_last_attachment()
    {
        using var decoder = new SocketIoDecoder(10);

        decoder.AddText(Buffer("""452-["x",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"""), 1, out var packet, out _).ShouldBe(DecodeResult.NeedsMore);
        decoder.AddBinary(Buffer("one"), 0, out packet, out _).ShouldBe(DecodeResult.NeedsMore);
        decoder.AddBinary(Buffer("two"), 0, out packet, out _).ShouldBe(DecodeResult.Packet);

        var message = new SocketIoEvent();
        message.Load(packet!, null!, null);
        message.Name.ShouldBe("x");
        message.TryGetBinary(0, out var first).ShouldBeTrue();
        Encoding.UTF8.GetString(first.Span).ShouldBe("two");
        message.TryGetBinary(1, out var second).ShouldBeTrue();
        Encoding.UTF8.GetString(second.Span).ShouldBe("one");
        message.TryGetBinary(2, out _).ShouldBeFalse();
        SocketIoDecoder.Recycle(message.Unload());
    }

    [Fact]
    public void Text_before_the_last_attachment_is_a_failure()
    {
        using var decoder = new SocketIoDecoder(10);
        decoder.AddText(Buffer("""51-["x",{"_placeholder":true,"num":0}]"""), 0, out _, out _).ShouldBe(DecodeResult.NeedsMore);

        decoder.AddText(Buffer("""2["x"]"""), 0, out _, out var error).ShouldBe(DecodeResult.Failed);
        error.ShouldBe("text while attachments were due");
    }

    [Fact]
    public void Binary_without_an_announcement_is_a_failure()
    {
        using var decoder = new SocketIoDecoder(10);

        decoder.AddBinary(Buffer("x"), 0, out _, out var error).ShouldBe(DecodeResult.Failed);
        error.ShouldBe("binary without a packet that announced it");
    }

    [Fact]
    public void Without_attachments_a_placeholder_is_an_object_like_any_other()
    {
        using var decoder = new SocketIoDecoder(10);
        decoder.AddText(Buffer("""2["x",{"_placeholder":true,"num":0}]"""), 0, out var packet, out _).ShouldBe(DecodeResult.Packet);
        var message = new SocketIoEvent();
        message.Load(packet!, null!, null);

        message.TryGetBinary(0, out _).ShouldBeFalse();
        message[0].GetProperty("num").GetInt32().ShouldBe(0);
    }

    private static PooledBuffer Buffer(string text)
    {
        var buffer = new PooledBuffer();
        buffer.Append(Encoding.UTF8.GetBytes(text));
        return buffer;
    }
}
