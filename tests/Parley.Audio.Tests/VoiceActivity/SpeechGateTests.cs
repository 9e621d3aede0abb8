using Parley.Audio.VoiceActivity;

namespace Parley.Audio.Tests.VoiceActivity;

public sealed class SpeechGateTests
{
    private const int Rate = 16_000;
    private const int Frame = 320;

    private readonly List<SpeechGateEvent> _events = [];

    [Fact]
    public void An_utterance_starts_at_its_onset_with_pre_roll_and_ends_after_the_silence()
    {
        var gate = new SpeechGate(Rate);
        Run(gate, "0*25 1*50 0*50");
        _events.ShouldBe([
            new(SpeechGateEventKind.Started, At(25), At(25) - 4800),
            new(SpeechGateEventKind.Paused, At(75), At(85)),
            new(SpeechGateEventKind.Ended, At(75), At(105), SpeechEndReason.Silence),
        ]);
        gate.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Pre_roll_stops_at_the_beginning_of_the_stream_and_at_the_previous_utterance()
    {
        var gate = new SpeechGate(Rate, new() { PreRoll = TimeSpan.FromSeconds(2) });
        Run(gate, "0*2 1*10 0*31 1*10 0*31");
        var starts = _events.Where(e => e.Kind == SpeechGateEventKind.Started).ToArray();
        starts[0].AudioPosition.ShouldBe(0);
        starts[1].AudioPosition.ShouldBe(_events.First(e => e.Kind == SpeechGateEventKind.Ended).AudioPosition);
    }

    [Theory]
    [InlineData("1*4 0*40")]
    [InlineData("1 0*4 1 0*4 1 0*4 1 0*4 1 0*4 1 0*40")]
    [InlineData("1 0*3 1 0*3 1 0*3 1 0*3 1 0*3 1 0*3 1 0*3 1 0*40")]
    [InlineData("0.45*100")]
    [InlineData("NaN*100")]
    public void Clicks_and_doubt_start_nothing(string frames)
    {
        Run(new SpeechGate(Rate), frames);
        _events.ShouldBeEmpty();
    }

    [Fact]
    public void A_short_gap_does_not_restart_the_onset()
    {
        Run(new SpeechGate(Rate), "0*20 1*3 0*2 1*2");
        _events.ShouldBe([new(SpeechGateEventKind.Started, At(20), At(20) - 4800)]);
    }

    [Fact]
    public void Without_onset_one_frame_starts_it()
    {
        Run(new SpeechGate(Rate, new() { Onset = TimeSpan.Zero }), "0 1");
        _events.ShouldBe([new(SpeechGateEventKind.Started, At(1), 0)]);
    }

    [Fact]
    public void Doubt_keeps_what_is_and_speech_after_a_pause_resumes()
    {
        Run(new SpeechGate(Rate), "1*10 0.4*100 0*12 0.4*5 1*5 0*30");
        _events.ShouldBe([
            new(SpeechGateEventKind.Started, 0, 0),
            new(SpeechGateEventKind.Paused, At(110), At(120)),
            new(SpeechGateEventKind.Resumed, At(127), At(128)),
            new(SpeechGateEventKind.Paused, At(132), At(142)),
            new(SpeechGateEventKind.Ended, At(132), At(162), SpeechEndReason.Silence),
        ]);
    }

    [Fact]
    public void Push_to_talk_ends_by_its_owner_alone()
    {
        var gate = new SpeechGate(Rate, new() { EndOnSilence = false });
        Run(gate, "1*10 0*500");
        _events.Select(e => e.Kind).ShouldBe([SpeechGateEventKind.Started, SpeechGateEventKind.Paused]);
        gate.Finish().ShouldBe(new(SpeechGateEventKind.Ended, At(10), At(510), SpeechEndReason.Finished));
        gate.Finish().ShouldBeNull();
    }

    [Fact]
    public void Finish_in_the_middle_of_speech_ends_there_and_forgets_a_beginning()
    {
        var gate = new SpeechGate(Rate);
        Run(gate, "1*10");
        gate.Finish().ShouldBe(new(SpeechGateEventKind.Ended, At(10), At(10), SpeechEndReason.Finished));
        Run(gate, "1*4");
        gate.Finish().ShouldBeNull();
        Run(gate, "1*4");
        _events.Count.ShouldBe(1);
    }

    [Fact]
    public void Endless_speech_is_cut_at_the_greatest_length_and_goes_on_without_a_gap()
    {
        Run(new SpeechGate(Rate, new() { MaxUtterance = TimeSpan.FromSeconds(2), PreRoll = TimeSpan.Zero }), "1*250");
        _events.ShouldBe([
            new(SpeechGateEventKind.Started, 0, 0),
            new(SpeechGateEventKind.Ended, At(100), At(100), SpeechEndReason.MaxUtterance),
            new(SpeechGateEventKind.Started, At(100), At(100)),
            new(SpeechGateEventKind.Ended, At(200), At(200), SpeechEndReason.MaxUtterance),
            new(SpeechGateEventKind.Started, At(200), At(200)),
        ]);
    }

    [Fact]
    public void The_cut_falls_into_a_pause_near_the_greatest_length()
    {
        Run(new SpeechGate(Rate, new() { MaxUtterance = TimeSpan.FromSeconds(6) }), "1*100 0*9 1*175 0*9 1*50");
        _events.Single(e => e.Kind == SpeechGateEventKind.Ended)
            .ShouldBe(new(SpeechGateEventKind.Ended, At(284), At(290), SpeechEndReason.MaxUtterance));
    }

    [Fact]
    public void No_start_reaches_further_back_than_it_says()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var gate = new SpeechGate(Rate, new() { Onset = TimeSpan.FromMilliseconds(random.Next(300)), PreRoll = TimeSpan.FromMilliseconds(random.Next(500)) });
            long last = -1;
            for (var i = 0; i < 2000; i++)
            {
                if (gate.Process(random.NextSingle() * random.NextSingle(), random.Next(1, 1600)) is not { } e)
                {
                    continue;
                }

                (gate.Position - e.AudioPosition).ShouldBeLessThanOrEqualTo(gate.LookBack);
                e.AudioPosition.ShouldBeGreaterThanOrEqualTo(last);
                e.Position.ShouldBeLessThanOrEqualTo(gate.Position);
                last = e.Kind == SpeechGateEventKind.Ended ? e.AudioPosition : last;
            }
        }
    }

    [Fact]
    public void Reset_begins_again_at_zero()
    {
        var gate = new SpeechGate(Rate);
        Run(gate, "0*50 1*10");
        gate.Reset();
        _events.Clear();
        Run(gate, "1*5");
        _events.ShouldBe([new(SpeechGateEventKind.Started, 0, 0)]);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var gate = new SpeechGate(Rate);
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                gate.Process(i % 100 < 50 ? 1 : 0, Frame);
            }
        }).ShouldBe(0);
    }

    [Theory]
    [InlineData(0f, 0f, 100)]
    [InlineData(0.5f, 0.6f, 100)]
    [InlineData(float.NaN, 0f, 100)]
    [InlineData(0.5f, 0.3f, -1)]
    [InlineData(0.5f, 0.3f, 2001)]
    public void Options_out_of_range_are_refused(float threshold, float release, int onsetMilliseconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SpeechGate(
            Rate, new() { Threshold = threshold, ReleaseThreshold = release, Onset = TimeSpan.FromMilliseconds(onsetMilliseconds) }));

    private static long At(int frame) => frame * (long)Frame;

    /// <summary>Plays "probability*frames" items.</summary>
    private void Run(SpeechGate gate, string frames)
    {
        foreach (var item in frames.Split(' '))
        {
            var parts = item.Split('*');
            for (var i = parts.Length > 1 ? int.Parse(parts[1]) : 1; i > 0; i--)
            {
                if (gate.Process(float.Parse(parts[0]), Frame) is { } e)
                {
                    _events.Add(e);
                }
            }
        }
    }
}
