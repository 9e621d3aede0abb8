using System.Buffers;
using System.Text;
using Parley.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Hub;

public sealed class HubRecordWriterTests
{
    private static readonly Guid Session = new("5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10");

    [Fact]
    public void An_event_has_its_type_first_and_no_nulls()
    {
        Written(w => w.WriteEvent, new ChatPaused { SessionId = Session, Paused = true })
            .ShouldBe("{\"type\":1,\"target\":\"ReceiveMessage\",\"arguments\":[{\"$type\":\"chatPaused\",\"paused\":true,\"sessionId\":\"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10\"}]}\u001e");
    }

    [Fact]
    public void A_deleted_message_has_no_text_at_all() =>
        Written(w => w.WriteEvent, new MessageUpdated { SessionId = Session }).ShouldNotContain("text");

    [Fact]
    public void A_call_carries_its_id_only_when_an_answer_is_wanted()
    {
        using var writer = new HubRecordWriter();
        var output = new ArrayBufferWriter<byte>();
        writer.WriteCall(output, null, new InterruptMessage { SessionId = Session });
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("{\"type\":1,\"target\":\"SendMessage\",\"arguments\":[{\"$type\":\"interrupt\",\"sessionId\":\"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10\"}]}\u001e");
        output.Clear();
        writer.WriteCall(output, "9", new RetryMessage());
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("{\"type\":1,\"invocationId\":\"9\",\"target\":\"SendMessage\",\"arguments\":[{\"$type\":\"retry\"}]}\u001e");
    }

    [Fact]
    public void A_completion_echoes_the_id_as_it_came()
    {
        using var writer = new HubRecordWriter();
        var output = new ArrayBufferWriter<byte>();
        writer.WriteCompletion(output, "\"a\\\"b\""u8);
        writer.WriteCompletion(output, "\"7\""u8, "Unknown message type 'x'");
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("{\"type\":3,\"invocationId\":\"a\\\"b\",\"result\":null}\u001e{\"type\":3,\"invocationId\":\"7\",\"error\":\"Unknown message type 'x'\"}\u001e");
    }

    [Theory]
    [InlineData("こんにちは。")]
    [InlineData("Žluťoučký kůň, <b>ß</b> & 'é'")]
    public void Text_outside_ASCII_travels_as_UTF8(string text) =>
        Written(w => w.WriteEvent, new ServerError { Message = text }).ShouldContain($"\"message\":\"{text}\"");

    [Fact]
    public void What_JSON_and_the_framing_forbid_is_escaped() =>
        Written(w => w.WriteEvent, new ServerError { Message = "a\"b\\c\u001e" }).ShouldContain("""
            "message":"a\"b\\c\u001E"
            """);

    [Fact]
    public void A_close_says_whether_to_come_back()
    {
        using var writer = new HubRecordWriter();
        var output = new ArrayBufferWriter<byte>();
        writer.WriteClose(output, allowReconnect: true);
        writer.WriteClose(output, "bad");
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("{\"type\":7,\"allowReconnect\":true}\u001e{\"type\":7,\"error\":\"bad\"}\u001e");
    }

    private static string Written(Func<HubRecordWriter, Action<IBufferWriter<byte>, ServerMessage>> write, ServerMessage message)
    {
        using var writer = new HubRecordWriter();
        var output = new ArrayBufferWriter<byte>();
        write(writer)(output, message);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
