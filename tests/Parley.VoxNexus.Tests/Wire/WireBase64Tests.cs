using System.Text;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus.Tests.Wire;

public class WireBase64Tests
{
    // 0xFB 0xEF 0xFF 0xFE: "++///g==" uses both of the alphabet's special characters.
    private static readonly byte[] Bytes = [0xFB, 0xEF, 0xFF, 0xFE];

    [Theory]
    [InlineData("++///g==")]
    [InlineData("++///g")]
    [InlineData("--___g")]
    [InlineData("++//\t/g= =\n")]
    [InlineData("data:audio/wav;base64,++///g==")]
    public void Every_form_that_clients_send_decodes(string text)
    {
        using var output = new PooledBufferWriter();
        WireBase64.TryDecode(Encoding.ASCII.GetBytes(text), escaped: false, output).ShouldBeTrue();
        output.WrittenSpan.ToArray().ShouldBe(Bytes);
    }

    [Theory]
    [InlineData("{\"type\":\"audio\",\"data\":\"\\u002B\\u002b\\/\\/\\/g==\"}")]
    [InlineData("{\"data\":\"++\\n//\\r/g==\",\"type\":\"audio\"}")]
    public void Json_escapes_are_characters(string json)
    {
        using var output = new PooledBufferWriter();
        WireFrame.Read(Encoding.UTF8.GetBytes(json), out var frame).ShouldBe(WireReadStatus.Ok);
        frame.TryDecodeData(output).ShouldBeTrue();
        output.WrittenSpan.ToArray().ShouldBe(Bytes);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("****")]
    [InlineData("AA=A")]
    [InlineData("AA===")]
    [InlineData("data:audio/wav,AAAA")]
    [InlineData("AAA\\u4e2dA")]
    [InlineData("AAAé")]
    public void What_is_not_base64_writes_nothing(string text)
    {
        using var output = new PooledBufferWriter();
        output.Write("kept"u8);
        WireBase64.TryDecode(Encoding.UTF8.GetBytes(text), text.Contains('\\'), output).ShouldBeFalse();
        output.WrittenCount.ShouldBe(4);
    }

    [Fact]
    public void Empty_is_no_bytes()
    {
        using var output = new PooledBufferWriter();
        WireBase64.TryDecode([], escaped: false, output).ShouldBeTrue();
        output.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void Every_length_survives_the_way_there_and_back()
    {
        var random = new Random(7);
        for (var length = 0; length < 300; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            using var encoded = new PooledBufferWriter();
            WireBase64.Encode(bytes, encoded);
            Convert.ToBase64String(bytes).ShouldBe(Encoding.ASCII.GetString(encoded.WrittenSpan));
            using var decoded = new PooledBufferWriter();
            WireBase64.TryDecode(encoded.WrittenSpan, escaped: false, decoded).ShouldBeTrue();
            decoded.WrittenSpan.SequenceEqual(bytes).ShouldBeTrue();
        }
    }
}
