namespace Parley.VoxNexus.Tests.Captions;

public class CaptionWriterTests
{
    [Fact]
    public async Task Srt_is_numbered_and_has_crlf()
    {
        (await WriteAsync(CaptionFormat.Srt, Caption(0, 1_500, "Hello <there> & you."), Caption(3_723_004, 3_724_000, "Later.")))
            .ShouldBe("1\r\n00:00:00,000 --> 00:00:01,500\r\nHello <there> & you.\r\n\r\n2\r\n01:02:03,004 --> 01:02:04,000\r\nLater.\r\n\r\n");
    }

    [Fact]
    public async Task Vtt_has_its_header_and_escapes()
    {
        (await WriteAsync(CaptionFormat.Vtt, Caption(0, 1_500, "Hello <there> & you.")))
            .ShouldBe("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHello &lt;there&gt; &amp; you.\n\n");
    }

    [Fact]
    public async Task A_file_without_captions_is_still_one()
    {
        (await WriteAsync(CaptionFormat.Vtt)).ShouldBe("WEBVTT\n\n");
        (await WriteAsync(CaptionFormat.Srt)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cues_never_overlap_and_never_have_no_length()
    {
        (await WriteAsync(CaptionFormat.Srt, Caption(0, 1_000, "One."), Caption(900, 900, "Two."), Caption(950, 2_000, "Three.")))
            .ShouldBe("1\r\n00:00:00,000 --> 00:00:01,000\r\nOne.\r\n\r\n2\r\n00:00:01,000 --> 00:00:01,001\r\nTwo.\r\n\r\n3\r\n00:00:01,001 --> 00:00:02,000\r\nThree.\r\n\r\n");
    }

    [Fact]
    public async Task A_long_caption_is_cut_by_its_words_times()
    {
        var words = Enumerable.Range(0, 40).Select(i => new TimedWord($"word{i:00}", At(i * 500), At((i * 500) + 400), null)).ToArray();
        var caption = new Caption(At(0), At(20_000), string.Join(' ', words.Select(w => w.Word)), "en", 0.9, words);
        var cues = Cues(await WriteAsync(CaptionFormat.Vtt, caption));

        cues.Count.ShouldBe(4);
        string.Join(' ', cues.Select(c => c.Text.Replace('\n', ' '))).ShouldBe(caption.Text);
        foreach (var cue in cues)
        {
            (cue.End - cue.Start).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(7));
            cue.Text.Split('\n').Length.ShouldBeLessThanOrEqualTo(2);
            cue.Text.Split('\n').ShouldAllBe(line => line.Length <= 42);
            var first = int.Parse(cue.Text[4..6], System.Globalization.CultureInfo.InvariantCulture);
            cue.Start.ShouldBe(At(first * 500));
        }

        cues[^1].End.ShouldBe(At(20_000));
    }

    [Fact]
    public async Task Without_word_times_they_are_shared_out_by_length()
    {
        var text = string.Join(' ', Enumerable.Repeat("abcdefghi", 20));
        var cues = Cues(await WriteAsync(CaptionFormat.Vtt, Caption(0, 10_000, text)));
        cues.Count.ShouldBe(3);
        cues[0].End.ShouldBe(At(4_000));
        cues[1].Start.ShouldBe(At(4_000));
        cues[2].End.ShouldBe(At(10_000));
    }

    [Fact]
    public async Task A_script_without_spaces_is_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("你好世界👨‍👩‍👧", 30));
        var cues = Cues(await WriteAsync(CaptionFormat.Vtt, Caption(0, 9_000, text)));
        string.Concat(cues.Select(c => c.Text.Replace("\n", string.Empty))).ShouldBe(text);
        cues.SelectMany(c => c.Text.Split('\n')).ShouldAllBe(line => line.Length <= 42 && !line.StartsWith('\u200D'));
    }

    [Fact]
    public void The_extension_says_the_format() => Should.Throw<ArgumentException>(() => CaptionWriter.Create("captions.txt"));

    private static TimeSpan At(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Caption Caption(long start, long end, string text) => new(At(start), At(end), text, null, null, []);

    private static async Task<string> WriteAsync(CaptionFormat format, params Caption[] captions)
    {
        using var text = new StringWriter();
        await using (var writer = new CaptionWriter(text, format, leaveOpen: true))
        {
            foreach (var caption in captions)
            {
                await writer.WriteAsync(caption);
            }
        }

        return text.ToString();
    }

    private static List<(TimeSpan Start, TimeSpan End, string Text)> Cues(string vtt) =>
        [.. vtt.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(block =>
        {
            var lines = block.Split('\n', 2);
            var times = lines[0].Split(" --> ");
            return (TimeSpan.Parse(times[0], null), TimeSpan.Parse(times[1], null), lines[1]);
        })];
}
