using Parley.Conversation.Turns;

namespace Parley.Conversation.Tests.Turns;

public sealed class TurnStagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_spoken_turn_counts_from_the_end_of_speech_and_adds_up()
    {
        var stages = TurnStages.Of(new TurnTimings
        {
            Started = Start,
            SpeechEnd = Ms(-620),
            Endpoint = Ms(-20),
            FinalTranscript = Ms(-5),
            ReplyRequested = Ms(1),
            FirstToken = Ms(80),
            FirstSentence = Ms(200),
            SynthesisRequested = Ms(201),
            FirstSamples = Ms(220),
            FirstAudio = Ms(240),
            ReplyEnd = Ms(900),
            Played = Ms(3_000),
        });

        stages.Select(s => s.Name).ShouldBe(["speechEnd", "endpointWait", "finalTranscript", "firstToken", "firstSentence", "firstAudio", "played"]);
        stages.Select(s => s.Duration).ShouldBe([Ms(0), Ms(600), Ms(15), Ms(85), Ms(120), Ms(40), Ms(2_760)]);
        TurnStages.Gap(stages).ShouldBe(Ms(860));
        Sum(stages.TakeWhile(s => s.Name != TurnStages.Played)).ShouldBe(Ms(860));
        Sum(stages).ShouldBe(stages[^1].At);
    }

    [Fact]
    public void A_typed_turn_counts_from_the_request()
    {
        var stages = TurnStages.Of(new TurnTimings { Started = Start, FirstToken = Ms(30), FirstSentence = Ms(90) });

        stages.ShouldBe([new TurnStage("firstToken", Ms(30), Ms(30)), new TurnStage("firstSentence", Ms(90), Ms(60))]);
        TurnStages.Gap(stages).ShouldBe(Ms(90));
    }

    [Fact]
    public void A_mark_that_comes_before_its_predecessor_takes_no_time()
    {
        var stages = TurnStages.Of(new TurnTimings { Started = Start, FirstToken = Ms(30), FirstSentence = Ms(29), FirstAudio = Ms(40) });

        stages.Select(s => s.Duration).ShouldBe([Ms(30), Ms(0), Ms(10)]);
        TurnStages.Gap(stages).ShouldBe(Ms(40));
    }

    [Fact]
    public void A_turn_in_which_nothing_happened_has_no_stage_and_no_gap()
    {
        var stages = TurnStages.Of(new TurnTimings { Started = Start });
        stages.ShouldBeEmpty();
        TurnStages.Gap(stages).ShouldBeNull();
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static TimeSpan Sum(IEnumerable<TurnStage> stages) => stages.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Duration);
}
