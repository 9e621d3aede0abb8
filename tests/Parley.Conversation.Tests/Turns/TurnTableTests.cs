using Parley.Conversation.Turns;
using static Parley.Conversation.Turns.TurnEffect;
using static Parley.Conversation.Turns.TurnEvent;

namespace Parley.Conversation.Tests.Turns;

/// <summary>The turn table of <c>docs/architecture.md</c>, row by row.</summary>
public sealed class TurnTableTests
{
    private static readonly TurnState Listening = new() { LastTurn = 1, LastFinal = 1 };
    private static readonly TurnState UserSpeaking = Listening with { Phase = TurnPhase.UserSpeaking, Utterance = 2 };
    private static readonly TurnState Thinking = Listening with { Phase = TurnPhase.Thinking, Turn = 2, LastTurn = 2 };
    private static readonly TurnState Speaking = Thinking with { Phase = TurnPhase.Speaking };
    private static readonly TurnState HeldSilent = Thinking with { Phase = TurnPhase.Interrupted, Utterance = 2 };
    private static readonly TurnState HeldReady = HeldSilent with { IsReady = true };
    private static readonly TurnState HeldOut = HeldSilent with { IsOut = true };

    public static TheoryData<string> Rows => [.. All.Select(r => r.Name)];

    private static IReadOnlyList<(string Name, TurnState State, TurnEvent Event, TurnState Next, TurnEffect[] Effects)> All { get; } =
    [
        ("L1 the player begins to speak", Listening, new SpeechBegan(2), UserSpeaking, []),
        ("L2 a message wants a reply", Listening, new ReplyWanted(), Thinking, [new BeginTurn(2)]),
        ("L3 a late transcript is answered", Listening, new TranscriptFinal(2, false), Thinking with { LastFinal = 2 }, [new TakeUtterance(2), new BeginTurn(2)]),
        ("L4 a repeated transcript is not", Listening, new TranscriptFinal(1, false), Listening, []),
        ("L5 'yes' answers when nobody speaks", Listening, new TranscriptFinal(2, true), Thinking with { LastFinal = 2 }, [new TakeUtterance(2), new BeginTurn(2)]),
        ("L6 silence stays silence", Listening, new InterruptWanted(), Listening, []),

        ("U1 the transcript is answered", UserSpeaking, new TranscriptFinal(2, false), Thinking with { LastFinal = 2 }, [new TakeUtterance(2), new BeginTurn(2)]),
        ("U2 a cough is forgotten", UserSpeaking, new UtteranceLost(2), Listening with { LastFinal = 2 }, [new Rest()]),
        ("U3 a transcript that does not come is given up", UserSpeaking, new TranscriptOverdue(2), Listening, [new Rest()]),
        ("U4 the player speaks on before the transcript", UserSpeaking, new SpeechBegan(3), UserSpeaking with { Utterance = 3 }, []),
        ("U5 then the transcript waits for the rest", UserSpeaking with { Utterance = 3 }, new TranscriptFinal(2, false), UserSpeaking with { Utterance = 3, LastFinal = 2, IsOwed = true }, [new TakeUtterance(2)]),
        ("U6 and is answered when the rest is nothing", UserSpeaking with { Utterance = 3, LastFinal = 2, IsOwed = true }, new UtteranceLost(3), Thinking with { LastFinal = 3 }, [new BeginTurn(2)]),
        ("U7 a message while the player speaks is answered under hold", UserSpeaking, new ReplyWanted(), HeldSilent, [new BeginTurn(2), new HoldOutput(2, 2)]),
        ("U8 silence asked for forgives what is owed", UserSpeaking with { IsOwed = true }, new InterruptWanted(), UserSpeaking, []),

        ("T1 the first output begins", Thinking, new OutputReady(2), Speaking, [new BeginOutput(2)]),
        ("T2 speech holds it", Thinking, new SpeechBegan(2), HeldSilent, [new HoldOutput(2, 2)]),
        ("T3 a message replaces it", Thinking, new ReplyWanted(), Thinking with { Turn = 3, LastTurn = 3 }, [new CancelTurn(2, false), new BeginTurn(3)]),
        ("T4 an interruption ends it", Thinking, new InterruptWanted(), Listening with { LastTurn = 2 }, [new CancelTurn(2, false)]),
        ("T5 nothing to say ends it", Thinking, new TurnDone(2), Listening with { LastTurn = 2 }, [new EndTurn(2, false), new Rest()]),
        ("T6 failure ends it", Thinking, new TurnFailed(2), Listening with { LastTurn = 2 }, [new EndTurn(2, true), new Rest()]),
        ("T7 a late transcript replaces it", Thinking, new TranscriptFinal(2, false), Thinking with { Turn = 3, LastTurn = 3, LastFinal = 2 }, [new CancelTurn(2, true), new TakeUtterance(2), new BeginTurn(3)]),
        ("T8 output of an old turn is dropped", Thinking, new OutputReady(1), Thinking, []),
        ("T9 so is its end", Thinking, new TurnDone(1), Thinking, []),

        ("S1 speech holds output", Speaking, new SpeechBegan(2), HeldOut, [new HoldOutput(2, 2)]),
        ("S2 the end of playback ends the turn", Speaking, new TurnDone(2), Listening with { LastTurn = 2 }, [new EndTurn(2, false), new Rest()]),
        ("S3 failure ends the turn", Speaking, new TurnFailed(2), Listening with { LastTurn = 2 }, [new EndTurn(2, true), new Rest()]),
        ("S4 a message replaces it", Speaking, new ReplyWanted(), Thinking with { Turn = 3, LastTurn = 3 }, [new CancelTurn(2, false), new BeginTurn(3)]),
        ("S5 an interruption ends it", Speaking, new InterruptWanted(), Listening with { LastTurn = 2 }, [new CancelTurn(2, false)]),
        ("S6 a late 'mm-hm' changes nothing", Speaking, new TranscriptFinal(2, true), Speaking with { LastFinal = 2 }, []),

        ("I1 a cough resumes", HeldOut, new UtteranceLost(2), Speaking with { LastFinal = 2 }, [new ResumeOutput(2)]),
        ("I2 'mm-hm' resumes", HeldOut, new TranscriptFinal(2, true), Speaking with { LastFinal = 2 }, [new ResumeOutput(2)]),
        ("I3 confirmed speech cancels", HeldOut, new SpeechConfirmed(2), UserSpeaking with { LastTurn = 2 }, [new CancelTurn(2, true)]),
        ("I4 words cancel and are answered", HeldOut, new TranscriptFinal(2, false), Thinking with { Turn = 3, LastTurn = 3, LastFinal = 2 }, [new CancelTurn(2, true), new TakeUtterance(2), new BeginTurn(3)]),
        ("I5 no decision in time resumes, the utterance goes on", HeldOut, new HoldElapsed(2), Speaking with { Utterance = 2 }, [new ResumeOutput(2)]),
        ("I6 and can still be confirmed", Speaking with { Utterance = 2 }, new SpeechConfirmed(2), UserSpeaking with { LastTurn = 2 }, [new CancelTurn(2, true)]),
        ("I7 held before output: a cough goes on thinking", HeldSilent, new UtteranceLost(2), Thinking with { LastFinal = 2 }, []),
        ("I8 output that became ready begins after a cough", HeldReady, new UtteranceLost(2), Speaking with { LastFinal = 2 }, [new BeginOutput(2)]),
        ("I9 output is not begun under hold", HeldSilent, new OutputReady(2), HeldReady, []),
        ("I10 what was never heard is still owed", HeldReady, new SpeechConfirmed(2), UserSpeaking with { LastTurn = 2, IsOwed = true }, [new CancelTurn(2, true)]),
        ("I11 and made again when the speech was nothing", UserSpeaking with { LastTurn = 2, IsOwed = true }, new UtteranceLost(2), Thinking with { Turn = 3, LastTurn = 3, LastFinal = 2 }, [new BeginTurn(3)]),
        ("I12 the turn may end under hold", HeldOut, new TurnDone(2), UserSpeaking with { LastTurn = 2 }, [new EndTurn(2, false)]),
        ("I13 or fail", HeldOut, new TurnFailed(2), UserSpeaking with { LastTurn = 2 }, [new EndTurn(2, true)]),
        ("I14 a message replaces it under hold", HeldOut, new ReplyWanted(), HeldSilent with { Turn = 3, LastTurn = 3 }, [new CancelTurn(2, false), new BeginTurn(3), new HoldOutput(3, 2)]),
        ("I15 an interruption ends it, the player speaks on", HeldOut, new InterruptWanted(), UserSpeaking with { LastTurn = 2 }, [new CancelTurn(2, false)]),
        ("I16 new speech holds on", HeldOut, new SpeechBegan(3), HeldOut with { Utterance = 3 }, [new HoldOutput(2, 3)]),
        ("I17 an overdue transcript resumes", HeldOut, new TranscriptOverdue(2), Speaking, [new ResumeOutput(2)]),
        ("I18 a talk key is speech at once", HeldOut, new SpeechConfirmed(2), UserSpeaking with { LastTurn = 2 }, [new CancelTurn(2, true)]),
        ("I19 an earlier utterance's words cancel and wait", HeldOut with { Utterance = 3 }, new TranscriptFinal(2, false), UserSpeaking with { Utterance = 3, LastTurn = 2, LastFinal = 2, IsOwed = true }, [new CancelTurn(2, true), new TakeUtterance(2)]),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row(string name)
    {
        var row = All.Single(r => r.Name == name);
        var (next, effects) = TurnMachine.Next(row.State, row.Event);
        next.ShouldBe(row.Next);
        effects.ShouldBe(row.Effects);
    }
}
