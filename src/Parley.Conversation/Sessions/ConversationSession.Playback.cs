using Parley.Conversation.Chats;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <content>What clients report of playing, and the pause of automatic continuation. On the loop.</content>
public sealed partial class ConversationSession
{
    private void ReportStarted(ReportPlaybackStarted report)
    {
        Publish(new PlaybackStarted(report.MessageId, report.StartIndex, report.EndIndex, report.Duration) { IsNarration = report.IsNarration, IsReported = true, Origin = report.Origin });
        if (_voice.ReportStarted(report.MessageId, report.StartIndex, report.EndIndex, report.Duration))
        {
            _turn?.Clock.Note(TurnMark.FirstAudio);
        }
        else if (report.Duration == TimeSpan.Zero && _turn is null)
        {
            // A client plays something of its own: the characters wait (Voxta specification §4.8.4).
            _pauseTimer.Start(TimeSpan.FromSeconds(60));
        }
    }

    private async ValueTask ReportCompletedAsync(ReportPlaybackCompleted report)
    {
        if (_turn is { } turn && (report.MessageId is null || report.MessageId == turn.MessageId) && turn.Speech is not null)
        {
            turn.IsReportedDone = true;
            _voice.ReportCompleted(report.MessageId);
            return;
        }

        if (report.MessageId is { } id)
        {
            Publish(new PlaybackCompleted(id) { IsReported = true, Origin = report.Origin });
        }

        if (_turn is null)
        {
            _pauseTimer.Stop();
            await RestWhenListeningAsync();
        }
    }

    private async ValueTask RestWhenListeningAsync()
    {
        if (_state.Phase == TurnPhase.Listening && _turn is null)
        {
            await RestAsync();
        }
    }

    private async ValueTask PauseAsync(SetPaused pause)
    {
        _isPaused = pause.Paused;
        Publish(new PausedChanged(pause.Paused) { Origin = pause.Origin });
        if (pause is { Paused: true, Interrupt: true })
        {
            await InterruptAsync(InterruptReason.Client);
        }
        else if (!pause.Paused && _state.Phase == TurnPhase.Listening)
        {
            _consecutive = 0;
            if (_history.Last is { Role: MessageRole.User } last)
            {
                await AnswerAsync(last, null);
            }
            else if (_setup.Scenario?.IsStory == true || _cast.Speaking.Count > 1)
            {
                _mayContinue = true;
                await RestAsync();
            }
        }
    }
}
