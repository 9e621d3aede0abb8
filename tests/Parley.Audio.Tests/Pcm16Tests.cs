namespace Parley.Audio.Tests;

public sealed class Pcm16Tests
{
    private static readonly short[] Edges = [0, 1, -1, short.MaxValue, short.MinValue, 256, -256, 12345, -12345];

    [Fact]
    public void Bytes_are_little_endian_and_an_odd_one_is_left_alone()
    {
        var samples = new short[2];
        Pcm16.FromBytes([0x01, 0x00, 0x00, 0x80, 0x7F], samples).ShouldBe(2);
        samples.ShouldBe([(short)1, short.MinValue]);
        var bytes = new byte[4];
        Pcm16.ToBytes(samples, bytes).ShouldBe(4);
        bytes.ShouldBe([0x01, 0x00, 0x00, 0x80]);
    }

    [Fact]
    public void Every_sample_survives_floating_point_at_every_length()
    {
        var all = Enumerable.Range(short.MinValue, 65536).Select(i => (short)i).ToArray();
        foreach (var samples in new[] { all, Edges, Edges[..1], [] })
        {
            var floats = new float[samples.Length];
            var back = new short[samples.Length];
            Pcm16.ToFloat(samples, floats);
            floats.ShouldAllBe(f => f >= -1f && f < 1f);
            Pcm16.FromFloat(floats, back);
            back.ShouldBe(samples);
        }
    }

    [Theory]
    [InlineData(1f, short.MaxValue)]
    [InlineData(1e30f, short.MaxValue)]
    [InlineData(float.PositiveInfinity, short.MaxValue)]
    [InlineData(-1f, short.MinValue)]
    [InlineData(float.NegativeInfinity, short.MinValue)]
    [InlineData(float.NaN, 0)]
    public void Values_out_of_range_are_clamped(float value, short expected) => Pcm16.FromFloat(value).ShouldBe(expected);

    [Fact]
    public void Gain_clamps()
    {
        short[] samples = [100, -100, 30000, -30000];
        Pcm16.Amplify(samples, 2f);
        samples.ShouldBe([(short)200, (short)-200, short.MaxValue, short.MinValue]);
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        Should.Throw<ArgumentException>(() => Pcm16.FromBytes(new byte[4], new short[1]));
        Should.Throw<ArgumentException>(() => Pcm16.ToBytes(new short[2], new byte[3]));
        Should.Throw<ArgumentException>(() => Pcm16.ToFloat(new short[2], new float[1]));
        Should.Throw<ArgumentException>(() => Pcm16.FromFloat(new float[2], new short[1]));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var samples = new short[320];
        var floats = new float[320];
        var bytes = new byte[640];
        Allocations.Of(() =>
        {
            Pcm16.FromBytes(bytes, samples);
            Pcm16.ToFloat(samples, floats);
            Pcm16.FromFloat(floats, samples);
            Pcm16.ToBytes(samples, bytes);
        }).ShouldBe(0);
    }
}
