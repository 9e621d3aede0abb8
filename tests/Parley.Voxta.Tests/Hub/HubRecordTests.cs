using System.Text;
using Parley.Voxta.Hub;

namespace Parley.Voxta.Tests.Hub;

public sealed class HubRecordTests
{
    [Fact]
    public void An_invocation_gives_target_id_and_first_argument()
    {
        var record = HubRecord.Parse("""{"arguments":[{"$type":"send","text":"[}"},2],"target":"sendmessage","headers":{"a":"b"},"invocationId":"7","type":1}"""u8);
        record.Type.ShouldBe(HubRecordType.Invocation);
        record.TargetIs("SendMessage").ShouldBeTrue();
        record.InvocationIdText.ShouldBe("7");
        record.ArgumentCount.ShouldBe(2);
        Encoding.UTF8.GetString(record.Argument).ShouldBe("""{"$type":"send","text":"[}"}""");
    }

    [Fact]
    public void An_escaped_target_is_the_same_target() =>
        HubRecord.Parse("""{"type":1,"target":"\u0053endMessage","arguments":[]}"""u8).TargetIs("SendMessage").ShouldBeTrue();

    [Fact]
    public void A_completion_gives_error_or_result()
    {
        var failed = HubRecord.Parse("""{"type":3,"invocationId":"a\"b","error":"no"}"""u8);
        failed.Error.ShouldBe("no");
        failed.InvocationIdText.ShouldBe("a\"b");
        Encoding.UTF8.GetString(HubRecord.Parse("""{"type":3,"invocationId":"1","result":{"x":[1]}}"""u8).Result).ShouldBe("""{"x":[1]}""");
    }

    [Fact]
    public void A_close_tells_whether_to_come_back()
    {
        var close = HubRecord.Parse("""{"type":7,"allowReconnect":true}"""u8);
        close.Type.ShouldBe(HubRecordType.Close);
        close.AllowReconnect.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"type\":\"1\"}")]
    [InlineData("{\"type\":1.5}")]
    [InlineData("{\"type\":99999999999}")]
    [InlineData("{\"type\":1,\"target\":5}")]
    [InlineData("{\"type\":1,\"arguments\":{}}")]
    [InlineData("{\"type\":1,\"arguments\":[")]
    [InlineData("{\"type\":1")]
    [InlineData("{\"type\":1}x")]
    [InlineData("{\"type\":3,\"error\":{}}")]
    [InlineData("\0")]
    public void A_broken_record_is_refused(string json) =>
        Should.Throw<HubProtocolException>(() => { HubRecord.Parse(Encoding.UTF8.GetBytes(json)); });

    [Fact]
    public void Half_a_surrogate_pair_in_a_name_or_id_is_refused_where_it_is_read()
    {
        var record = """{"type":1,"target":"\ud800","invocationId":"\udc00","arguments":[]}"""u8.ToArray();
        Should.Throw<HubProtocolException>(() => { HubRecord.Parse(record).TargetIs("SendMessage"); });
        Should.Throw<HubProtocolException>(() => { _ = HubRecord.Parse(record).Target; });
        Should.Throw<HubProtocolException>(() => { _ = HubRecord.Parse(record).InvocationIdText; });
    }

    [Fact]
    public void Random_bytes_never_escape_as_anything_else()
    {
        var random = new Random(7);
        var seed = "{\"type\":1,\"invocationId\":\"1\",\"target\":\"SendMessage\",\"arguments\":[{\"$type\":\"send\"}]}"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])seed.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                var record = HubRecord.Parse(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
                _ = record.TargetIs("SendMessage");
            }
            catch (HubProtocolException)
            {
                // The one way to say no.
            }
        }
    }
}
