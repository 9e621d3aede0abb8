namespace Parley.Conversation.Turns;

/// <summary>
/// Who may speak: a pure function from state and event to the next state and what is to be done. Its table stands in
/// <c>docs/architecture.md</c>; events of turns that are over and repeated transcripts change nothing.
/// </summary>
internal static class TurnMachine
{
    public static (TurnState Next, IReadOnlyList<TurnEffect> Effects) Next(TurnState state, TurnEvent item)
    {
        var step = new TurnStep(state);
        switch (item)
        {
            case TurnEvent.SpeechBegan e when e.Utterance > state.Utterance && e.Utterance > state.LastFinal:
                SpeechBegan(step, e.Utterance);
                break;
            case TurnEvent.SpeechConfirmed e when e.Utterance == state.Utterance && step.HasTurn:
                // What was said before still waits for an answer if the player has heard nothing of it.
                step.Cancel(bySpeech: true, owed: !step.IsOutputHeard);
                step.To(TurnPhase.UserSpeaking);
                break;
            case TurnEvent.TranscriptFinal e when e.Utterance > state.LastFinal:
                Transcript(step, e);
                break;
            case TurnEvent.UtteranceLost e when e.Utterance > state.LastFinal && e.Utterance == state.Utterance:
                step.Settle(e.Utterance);
                WithoutUtterance(step);
                break;
            case TurnEvent.TranscriptOverdue e when e.Utterance == state.Utterance:
                WithoutUtterance(step);
                break;
            case TurnEvent.ReplyWanted:
                if (step.HasTurn)
                {
                    step.Cancel(bySpeech: false, owed: false);
                }

                step.Begin();
                break;
            case TurnEvent.OutputReady e when e.Turn == state.Turn && step.HasTurn:
                OutputReady(step);
                break;
            case TurnEvent.TurnDone e when e.Turn == state.Turn && step.HasTurn:
                step.End(failed: false);
                break;
            case TurnEvent.TurnFailed e when e.Turn == state.Turn && step.HasTurn:
                step.End(failed: true);
                break;
            case TurnEvent.InterruptWanted:
                step.Forgive();
                if (step.HasTurn)
                {
                    step.Cancel(bySpeech: false, owed: false);
                    step.To(step.HasUtterance ? TurnPhase.UserSpeaking : TurnPhase.Listening);
                }

                break;
            case TurnEvent.HoldElapsed e when state.Phase == TurnPhase.Interrupted && e.Utterance == state.Utterance:
                step.Release();
                break;
        }

        return step.Result();
    }

    private static void SpeechBegan(TurnStep step, long utterance)
    {
        step.Hear(utterance);
        if (step.HasTurn)
        {
            step.Hold();
        }
        else
        {
            step.To(TurnPhase.UserSpeaking);
        }
    }

    private static void Transcript(TurnStep step, TurnEvent.TranscriptFinal e)
    {
        var isCurrent = step.IsCurrent(e.Utterance);
        step.Settle(e.Utterance);
        if (e.IsBackchannel && step.HasTurn)
        {
            // "mm-hm" while a reply is made or spoken answers nothing.
            if (isCurrent)
            {
                WithoutUtterance(step);
            }

            return;
        }

        if (step.HasTurn)
        {
            step.Cancel(bySpeech: true, owed: false);
        }

        step.Take(e.Utterance);
        if (step.HasUtterance)
        {
            // The player is speaking again already: one answer to all of it.
            step.Owe();
            step.To(TurnPhase.UserSpeaking);
        }
        else
        {
            step.Begin();
        }
    }

    private static void WithoutUtterance(TurnStep step)
    {
        step.Forget();
        if (step.HasTurn)
        {
            step.Release();
        }
        else if (step.IsOwed)
        {
            step.Begin();
        }
        else
        {
            step.To(TurnPhase.Listening);
            step.Rest();
        }
    }

    private static void OutputReady(TurnStep step)
    {
        if (step.Phase == TurnPhase.Interrupted)
        {
            step.Ready();
        }
        else if (step.Phase == TurnPhase.Thinking)
        {
            step.BeginOutput();
        }
    }
}
