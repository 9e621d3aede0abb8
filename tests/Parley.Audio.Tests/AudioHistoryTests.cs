namespace Parley.Audio.Tests;

public sealed class AudioHistoryTests
{
    [Fact]
    public void The_latest_samples_are_found_by_position_however_they_were_split()
    {
        var random = new Random(1);
        var stream = new short[20_000];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(stream.AsSpan()));
        var history = new AudioHistory(777);
        var buffer = new short[1000];
        while (history.End < stream.Length)
        {
            var next = (int)Math.Min(random.Next(0, 2000), stream.Length - history.End);
            history.Append(stream.AsSpan((int)history.End, next));
            history.Start.ShouldBe(Math.Max(0, history.End - 777));
            var from = history.Start + random.Next(0, (int)(history.End - history.Start) + 1);
            var count = history.Read(from, buffer.AsSpan(0, random.Next(0, 1000)));
            buffer[..count].ShouldBe(stream[(int)from..((int)from + count)]);
        }

        history.Read(history.End, buffer).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => history.Read(history.Start - 1, buffer));
        Should.Throw<ArgumentOutOfRangeException>(() => history.Read(history.End + 1, buffer));
        history.Reset();
        (history.Start, history.End).ShouldBe((0, 0));
    }
}
