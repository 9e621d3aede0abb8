using Parley.Conversation.Turns;

namespace Parley.Conversation.Tests.Turns;

/// <summary>Every order of up to seven events, from every state they lead to.</summary>
public sealed class TurnInterleavingTests
{
    private const int Depth = 7;

    [Fact]
    public void Every_interleaving_of_seven_events_keeps_the_rules_and_comes_to_rest()
    {
        var seen = new HashSet<(TurnState, Monitor)>();
        var level = new HashSet<(TurnState, Monitor)> { (default, new Monitor()) };
        for (var depth = 0; depth < Depth; depth++)
        {
            var next = new HashSet<(TurnState, Monitor)>();
            foreach (var (state, monitor) in level)
            {
                foreach (var item in Alphabet(state, monitor))
                {
                    var step = Step(state, monitor, item);
                    if (seen.Add(step))
                    {
                        next.Add(step);
                        ComeToRest(step.State, step.Monitor);
                    }
                }
            }

            level = next;
        }

        seen.Count.ShouldBeGreaterThan(1_000);
    }

    private static (TurnState State, Monitor Monitor) Step(TurnState state, Monitor monitor, TurnEvent item)
    {
        var (next, effects) = TurnMachine.Next(state, item);
        monitor = monitor.Input(item);
        foreach (var effect in effects)
        {
            monitor = monitor.Apply(effect, $"{state} + {item}");
        }

        monitor.Turn.ShouldBe(next.Turn, $"{state} + {item}");
        (next.Turn != 0).ShouldBe(next.Phase is TurnPhase.Thinking or TurnPhase.Speaking or TurnPhase.Interrupted, $"{state} + {item}");
        if (next.Phase is TurnPhase.UserSpeaking or TurnPhase.Interrupted)
        {
            next.Utterance.ShouldNotBe(0, $"{state} + {item}");
        }

        return (next, monitor);
    }

    /// <summary>When every engine finishes and the player falls silent, every turn ends and everything said is answered.</summary>
    private static void ComeToRest(TurnState state, Monitor monitor)
    {
        var path = $"{state} {monitor}";
        for (var i = 0; i < 12 && state.Phase != TurnPhase.Listening; i++)
        {
            if (state.Utterance != 0)
            {
                (state, monitor) = Step(state, monitor, new TurnEvent.UtteranceLost(state.Utterance));
            }
            else if (state.Phase == TurnPhase.Thinking)
            {
                (state, monitor) = Step(state, monitor, new TurnEvent.OutputReady(state.Turn));
            }
            else
            {
                (state, monitor) = Step(state, monitor, new TurnEvent.TurnDone(state.Turn));
            }
        }

        state.Phase.ShouldBe(TurnPhase.Listening, path);
        state.Turn.ShouldBe(0, path);
        state.IsOwed.ShouldBeFalse(path);
        monitor.Unanswered.ShouldBe(0, path);
    }

    private static IEnumerable<TurnEvent> Alphabet(TurnState state, Monitor monitor)
    {
        var fresh = Math.Max(monitor.LastUtterance, 0) + 1;
        yield return new TurnEvent.SpeechBegan(fresh);
        foreach (var utterance in new[] { state.Utterance, state.LastFinal, monitor.LastUtterance, monitor.LastUtterance - 1 }.Where(u => u > 0).Distinct())
        {
            yield return new TurnEvent.SpeechConfirmed(utterance);
            yield return new TurnEvent.TranscriptFinal(utterance, false);
            yield return new TurnEvent.TranscriptFinal(utterance, true);
            yield return new TurnEvent.UtteranceLost(utterance);
            yield return new TurnEvent.TranscriptOverdue(utterance);
            yield return new TurnEvent.HoldElapsed(utterance);
        }

        yield return new TurnEvent.ReplyWanted();
        yield return new TurnEvent.InterruptWanted();
        foreach (var turn in new[] { state.Turn, state.LastTurn - 1, state.LastTurn }.Where(t => t > 0).Distinct())
        {
            yield return new TurnEvent.OutputReady(turn);
            yield return new TurnEvent.TurnDone(turn);
            yield return new TurnEvent.TurnFailed(turn);
        }
    }

    /// <summary>What must hold of any sequence of effects, whatever the machine thinks.</summary>
    private sealed record Monitor
    {
        public long Turn { get; init; }

        public long LastTurn { get; init; }

        public long LastUtterance { get; init; }

        public long LastTaken { get; init; }

        public bool IsOut { get; init; }

        public bool IsHeld { get; init; }

        /// <summary>Inputs that no turn was begun for.</summary>
        public int Unanswered { get; init; }

        public Monitor Input(TurnEvent item) => item switch
        {
            TurnEvent.SpeechBegan e => this with { LastUtterance = e.Utterance },
            TurnEvent.ReplyWanted => this with { Unanswered = Unanswered + 1 },

            // Whoever wants silence wants no answer.
            TurnEvent.InterruptWanted => this with { Unanswered = 0 },
            _ => this,
        };

        public Monitor Apply(TurnEffect effect, string path)
        {
            switch (effect)
            {
                case TurnEffect.TakeUtterance e:
                    e.Utterance.ShouldBeGreaterThan(LastTaken, $"taken twice: {path}");
                    return this with { LastTaken = e.Utterance, Unanswered = Unanswered + 1 };
                case TurnEffect.BeginTurn e:
                    Turn.ShouldBe(0, $"two turns: {path}");
                    e.Turn.ShouldBe(LastTurn + 1, path);
                    return this with { Turn = e.Turn, LastTurn = e.Turn, IsOut = false, IsHeld = false, Unanswered = 0 };
                case TurnEffect.BeginOutput e:
                    e.Turn.ShouldBe(Turn, $"output of an old turn: {path}");
                    IsOut.ShouldBeFalse($"output twice: {path}");
                    return this with { IsOut = true, IsHeld = false };
                case TurnEffect.HoldOutput e:
                    e.Turn.ShouldBe(Turn, $"hold of an old turn: {path}");
                    return this with { IsHeld = true };
                case TurnEffect.ResumeOutput e:
                    e.Turn.ShouldBe(Turn, $"output of an old turn: {path}");
                    IsOut.ShouldBeTrue($"resumed what never began: {path}");
                    IsHeld.ShouldBeTrue($"resumed what was not held: {path}");
                    return this with { IsHeld = false };
                case TurnEffect.CancelTurn e:
                    e.Turn.ShouldBe(Turn, $"ended twice: {path}");

                    // What speech cut off before anything of it was heard is answered with what follows.
                    return this with { Turn = 0, Unanswered = e.BySpeech && !IsOut ? Unanswered + 1 : Unanswered };
                case TurnEffect.EndTurn e:
                    e.Turn.ShouldBe(Turn, $"ended twice: {path}");
                    return this with { Turn = 0 };
                case TurnEffect.Rest:
                    Turn.ShouldBe(0, path);
                    return this;
                default:
                    throw new InvalidOperationException(effect.ToString());
            }
        }
    }
}
