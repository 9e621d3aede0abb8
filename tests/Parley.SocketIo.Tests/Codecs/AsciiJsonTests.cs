using System.Text;
using System.Text.Json;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.Tests.Codecs;

public sealed class AsciiJsonTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("\"ä\"", "\"\\u00e4\"")]
    [InlineData("\"€漢\"", "\"\\u20ac\\u6f22\"")]
    [InlineData("\"😀x\"", "\"\\ud83d\\ude00x\"")]
    [InlineData("\"\u007f\u0080\u07ff\u0800\uffff\"", "\"\u007f\\u0080\\u07ff\\u0800\\uffff\"")]
    public void Characters_outside_ASCII_are_escaped(string json, string expected) => Escape(Encoding.UTF8.GetBytes(json)).ShouldBe(expected);

    [Theory]
    [InlineData(new byte[] { 0xC3 }, 1)]
    [InlineData(new byte[] { 0xC3, 0x28 }, 1)]
    [InlineData(new byte[] { 0xE2, 0x82 }, 1)]
    [InlineData(new byte[] { 0xC0, 0x80 }, 2)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 1)]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 }, 4)]
    public void What_is_not_UTF8_is_replaced(byte[] bytes, int replacements)
    {
        var escaped = Escape(bytes);

        escaped.Split("\\ufffd").Length.ShouldBe(replacements + 1);
        escaped.All(c => c < 0x80).ShouldBeTrue();
    }

    [Fact]
    public void Every_character_keeps_its_value()
    {
        for (var scalar = 0x80; scalar <= 0x10FFFF; scalar += scalar < 0x3000 ? 1 : 97)
        {
            if (Rune.IsValid(scalar))
            {
                var text = new Rune(scalar).ToString();
                using var escaped = JsonDocument.Parse(Escape(Encoding.UTF8.GetBytes($"\"{text}\"")));
                escaped.RootElement.GetString().ShouldBe(text);
            }
        }
    }

    private static string Escape(byte[] json)
    {
        using var output = new PooledBuffer();
        AsciiJson.Append(json, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
