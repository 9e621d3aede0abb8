using System.Text;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.Tests.Codecs;

/// <summary>Golden pairs of packet and text, read and written.</summary>
public sealed class SocketIoPacketTests
{
    public static TheoryData<string, SocketIoPacketType, string, ulong?, int, string> Packets => new()
    {
        { "0", SocketIoPacketType.Connect, "/", null, 0, "" },
        { """0{"token":"123"}""", SocketIoPacketType.Connect, "/", null, 0, """{"token":"123"}""" },
        { "0/sdk,", SocketIoPacketType.Connect, "/sdk", null, 0, "" },
        { """0/sdk,{"api_key":"k"}""", SocketIoPacketType.Connect, "/sdk", null, 0, """{"api_key":"k"}""" },
        { "1/sdk,", SocketIoPacketType.Disconnect, "/sdk", null, 0, "" },
        { """2["hello",1]""", SocketIoPacketType.Event, "/", null, 0, """["hello",1]""" },
        { """2/sdk,["hello"]""", SocketIoPacketType.Event, "/sdk", null, 0, """["hello"]""" },
        { """212["ä 漢 😀"]""", SocketIoPacketType.Event, "/", 12, 0, """["ä 漢 😀"]""" },
        { """2/a/b-c?d=1,0["x"]""", SocketIoPacketType.Event, "/a/b-c?d=1", 0, 0, """["x"]""" },
        { "3/sdk,7[]", SocketIoPacketType.Ack, "/sdk", 7, 0, "[]" },
        { """4/sdk,{"message":"no"}""", SocketIoPacketType.ConnectError, "/sdk", null, 0, """{"message":"no"}""" },
        { """51-["x",{"_placeholder":true,"num":0}]""", SocketIoPacketType.BinaryEvent, "/", null, 1, """["x",{"_placeholder":true,"num":0}]""" },
        { """510-/sdk,5["x",{"_placeholder":true,"num":9}]""", SocketIoPacketType.BinaryEvent, "/sdk", 5, 10, """["x",{"_placeholder":true,"num":9}]""" },
        { """61-456[{"_placeholder":true,"num":0}]""", SocketIoPacketType.BinaryAck, "/", 456, 1, """[{"_placeholder":true,"num":0}]""" },
    };

    [Theory]
    [MemberData(nameof(Packets))]
    public void Reads(string text, SocketIoPacketType type, string name, ulong? id, int attachments, string json)
    {
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes(text), 10, out var packet, out var error).ShouldBeTrue(error);

        packet.Type.ShouldBe(type);
        packet.Namespace.ShouldBe(name);
        packet.Id.ShouldBe(id);
        packet.AttachmentCount.ShouldBe(attachments);
        Encoding.UTF8.GetString(packet.Json.Span).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void Writes(string text, SocketIoPacketType type, string name, ulong? id, int attachments, string json)
    {
        var output = new PooledBuffer();
        SocketIoPacketWriter.WriteHead(output, attachments > 0 ? type - 3 : type, name, id, attachments);
        output.Append(Encoding.UTF8.GetBytes(json));

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void What_is_cut_off_is_another_packet_or_none(string text, SocketIoPacketType type, string name, ulong? id, int attachments, string json)
    {
        _ = (type, name, id, attachments);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var length = 0; length < bytes.Length; length++)
        {
            if (SocketIoPacket.TryRead(bytes.AsMemory(0, length), 10, out var packet, out _))
            {
                packet.Json.IsEmpty.ShouldBeTrue($"{json} cut to {length} bytes");
            }
        }
    }

    [Theory]
    [InlineData("1/sdk", "/sdk")]
    [InlineData("0/sdk", "/sdk")]
    [InlineData("0/", "/")]
    [InlineData("0/,", "/")]
    [InlineData("1", "/")]
    public void The_comma_may_be_missing_at_the_end(string text, string name)
    {
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes(text), 10, out var packet, out _).ShouldBeTrue();

        packet.Namespace.ShouldBe(name);
    }

    [Theory]
    [InlineData("""2["name"]""", "name", 0, "")]
    [InlineData("""2["name",1]""", "name", 1, "1")]
    [InlineData("""2 [ "name" , 1 , "a,b]" , {"c":[1,2]} ] """, "name", 3, """1 , "a,b]" , {"c":[1,2]}""")]
    [InlineData("""2["n\u0061me\n",null]""", "name\n", 1, "null")]
    [InlineData("2[5,true]", "5", 1, "true")]
    [InlineData("""2["\ud800\ud800","\ud800"]""", """\ud800\ud800""", 1, "\"\\ud800\"")]
    [InlineData("3[]", "", 0, "")]
    [InlineData("3[1,[2]]", "", 2, "1,[2]")]
    public void Names_and_arguments_are_found(string text, string name, int count, string arguments)
    {
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes(text), 10, out var packet, out _).ShouldBeTrue();

        packet.EventName.ShouldBe(name);
        packet.GetArguments().Count.ShouldBe(count);
        Encoding.UTF8.GetString(packet.GetArguments().Json.Span).ShouldBe(arguments);
    }

    [Theory]
    [InlineData("", "unknown packet type")]
    [InlineData("7", "unknown packet type")]
    [InlineData("/sdk", "unknown packet type")]
    [InlineData("5[\"x\"]", "illegal attachments")]
    [InlineData("5-[\"x\"]", "illegal attachments")]
    [InlineData("50-[\"x\"]", "illegal attachments")]
    [InlineData("5", "illegal attachments")]
    [InlineData("51", "illegal attachments")]
    [InlineData("51-", "invalid payload")]
    [InlineData("511-[\"x\"]", "too many attachments")]
    [InlineData("5999999999999-[\"x\"]", "too many attachments")]
    [InlineData("299999999999999999999[\"x\"]", "acknowledgement id too large")]
    [InlineData("2{}", "invalid payload")]
    [InlineData("2[\"x\"", "invalid payload")]
    [InlineData("2[\"x\"],", "invalid payload")]
    [InlineData("2[\"x\",]", "invalid payload")]
    [InlineData("2[\"x\" 1]", "invalid payload")]
    [InlineData("2[\"x\",NaN]", "invalid payload")]
    [InlineData("2[\"x\",'1']", "invalid payload")]
    [InlineData("2[\"x\",\"\u0001\"]", "invalid payload")]
    [InlineData("2[null]", "invalid payload")]
    [InlineData("2[\"removeListener\"]", "invalid payload")]
    [InlineData("2[\"connect\\u005ferror\"]", "invalid payload")]
    [InlineData("1[]", "invalid payload")]
    [InlineData("3{}", "invalid payload")]
    [InlineData("4[]", "invalid payload")]
    [InlineData("0[1]", "invalid payload")]
    public void What_is_no_packet_says_why(string text, string reason)
    {
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes(text), 10, out _, out var error).ShouldBeFalse();

        error.ShouldBe(reason);
    }

    [Theory]
    [InlineData("""["x",{"_placeholder":true,"num":2}]""")]
    [InlineData("""["x",{"num":0,"_placeholder":true,"num":"0"}]""")]
    [InlineData("""["x",{"_placeholder":true,"num":0.5}]""")]
    [InlineData("""["x",{"_placeholder":true,"num":[0]}]""")]
    [InlineData("""["x",{"_placeholder":true,"num":{"num":0}}]""")]
    [InlineData("""["x",[[{"a":{"_placeholder":true}}]]]""")]
    public void A_placeholder_must_name_an_attachment(string json) =>
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes("52-" + json), 10, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("""["x",{"_placeholder":false,"num":7}]""")]
    [InlineData("""["x",{"_placeholder":{"_placeholder":1},"num":7}]""")]
    [InlineData("""["x",{"num":9,"a":{"num":1,"_placeholder":true}}]""")]
    public void Only_a_true_mark_makes_a_placeholder(string json) =>
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes("52-" + json), 10, out _, out _).ShouldBeTrue();

    [Theory]
    [InlineData(250, true)]
    [InlineData(300, false)]
    [InlineData(500_000, false)]
    public void Nesting_has_an_end(int depth, bool accepted)
    {
        var text = "2[\"x\"," + new string('[', depth) + new string(']', depth) + "]";
        var binary = "51-[{\"_placeholder\":true,\"num\":0}," + new string('[', depth) + new string(']', depth) + "]";

        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes(text), 10, out _, out _).ShouldBe(accepted);
        SocketIoPacket.TryRead(Encoding.UTF8.GetBytes(binary.Replace("51-[{", "61-[{", StringComparison.Ordinal)), 10, out _, out _).ShouldBe(accepted);
    }
}
