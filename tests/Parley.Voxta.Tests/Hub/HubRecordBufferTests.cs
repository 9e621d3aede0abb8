using System.Text;
using Parley.Voxta.Hub;

namespace Parley.Voxta.Tests.Hub;

public sealed class HubRecordBufferTests
{
    private static readonly byte[] Three = Encoding.UTF8.GetBytes("{\"type\":6}\u001e{\"a\":\"é\"}\u001e{}\u001e");
    private static readonly string[] Records = ["{\"type\":6}", "{\"a\":\"é\"}", "{}"];

    [Fact]
    public void Records_come_out_whole_however_the_bytes_are_split()
    {
        for (var first = 0; first <= Three.Length; first++)
        {
            for (var second = first; second <= Three.Length; second++)
            {
                using var buffer = new HubRecordBuffer();
                var found = new List<string>();
                foreach (var part in new[] { Three[..first], Three[first..second], Three[second..] })
                {
                    Read(buffer, part, found);
                }

                found.ToArray().ShouldBe(Records, $"split at {first} and {second}");
                buffer.HasPartialRecord.ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void One_byte_at_a_time_is_enough()
    {
        using var buffer = new HubRecordBuffer();
        var found = new List<string>();
        foreach (var one in Three)
        {
            Read(buffer, [one], found);
        }

        found.ShouldBe(Records);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_record_over_the_cap_is_refused_before_it_is_buffered(int parts)
    {
        using var buffer = new HubRecordBuffer(maxRecordBytes: 100);
        Should.Throw<HubProtocolException>(() =>
        {
            for (var i = 0; i < parts; i++)
            {
                buffer.Append(new byte[(101 / parts) + 1]);
                buffer.TryRead(out _);
            }
        });
    }

    [Fact]
    public void A_handshake_without_terminator_can_be_taken()
    {
        using var buffer = new HubRecordBuffer();
        buffer.Append("{\"protocol\":\"json\",\"version\":1}"u8.ToArray());
        buffer.TryRead(out _).ShouldBeFalse();
        buffer.HasPartialRecord.ShouldBeTrue();
        HubHandshake.Refuse(buffer.TakePartialRecord().Span).ShouldBeNull();
        buffer.Append("{}\u001e"u8.ToArray());
        buffer.TryRead(out var next).ShouldBeTrue();
        Encoding.UTF8.GetString(next.Span).ShouldBe("{}");
    }

    private static void Read(HubRecordBuffer buffer, byte[] bytes, List<string> found)
    {
        buffer.Append(bytes);
        while (buffer.TryRead(out var record))
        {
            found.Add(Encoding.UTF8.GetString(record.Span));
        }
    }
}
