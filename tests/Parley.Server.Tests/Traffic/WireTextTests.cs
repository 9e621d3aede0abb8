using System.Text;
using Parley.Server.Traffic;

namespace Parley.Server.Tests.Traffic;

public sealed class WireTextTests
{
    [Theory]
    [InlineData("""{"type":"init","api_key":"est_secret","voice":"a"}""", """{"type":"init","api_key":"***","voice":"a"}""")]
    [InlineData("""{"auth":{"token":"abc","list":["est_0123"]},"n":1.50,"b":null}""", """{"auth":{"token":"***","list":["***"]},"n":1.50,"b":null}""")]
    [InlineData("""{"audioUrl":"http://h/api/tts/gens/1?access_token=abc"}""", """{"audioUrl":"http://h/api/tts/gens/1?***"}""")]
    [InlineData("""{"text":"my token: é “x”"}""", """{"text":"my token: é “x”"}""")]
    [InlineData("""{"apiKey":""}""", """{"apiKey":""}""")]
    [InlineData("est_secret is no JSON", "(no JSON, 21 bytes)")]
    [InlineData("", "")]
    public void Secrets_are_asterisks_and_the_rest_is_as_it_came(string json, string shown) => Shown(json).ShouldBe(shown);

    [Fact]
    public void Audio_is_a_byte_count_and_long_text_is_cut()
    {
        Shown($$"""{"type":"audio","data":"{{new string('A', 4_000)}}"}""").ShouldBe("""{"type":"audio","data":"(3000 bytes)"}""");
        var cut = Shown($$"""{"text":"{{string.Concat(Enumerable.Repeat("word ", 2_000))}}"}""");
        cut.Length.ShouldBe(4097);
        cut.ShouldEndWith("…");
        Shown(new string(' ', 2_000_000)).ShouldBe("(2000000 bytes)");
    }

    [Fact]
    public void A_hub_record_is_shown_without_its_separator()
    {
        const string record = "{\"type\":1,\"target\":\"ReceiveMessage\",\"arguments\":[{\"$type\":\"replyChunk\"}]}\u001e";
        Shown(record).ShouldBe(record.TrimEnd('\u001e'));
        new WireNames(Faces.Voxta).Find(Encoding.UTF8.GetBytes(record)).ShouldBe("replyChunk");
        new WireNames(Faces.Voxta).Find("{\"type\":6}\u001e"u8).ShouldBe("ping");
        new WireNames(Faces.Voxta).Find("{\"type\":{}}"u8).ShouldBe("unreadable");
        new WireNames(Faces.VoxNexusTextToSpeech).Find("""{"type":"flush"}"""u8).ShouldBe("flush");
        new WireNames(Faces.VoxNexusTextToSpeech).Find("[1"u8).ShouldBe("unreadable");
    }

    private static string Shown(string json) => WireText.Of(Encoding.UTF8.GetBytes(json));
}
