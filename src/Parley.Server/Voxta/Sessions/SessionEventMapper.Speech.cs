using Parley.Conversation.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Sessions;

internal sealed partial class SessionEventMapper
{
    private bool _isRecording;

    // Clients act on the request or on the status: who is asked to record is always told both, the others the status only.
    private void MapRecording(bool isEnabled)
    {
        if (_isRecording == isEnabled)
        {
            return;
        }

        _isRecording = isEnabled;
        if (_view.AsksForMicrophone)
        {
            output.Add(new RecordingRequest { SessionId = _view.SessionId, Enabled = isEnabled });
        }

        output.Add(new RecordingStatus { SessionId = _view.SessionId, Enabled = isEnabled });
    }

    private bool MapSpeech(ConversationEvent item, SessionView view)
    {
        switch (item)
        {
            case ListeningChanged listening:
                // An app that is asked to record is asked until speech begins, whether its microphone is open or not.
                if (listening.IsListening || !view.AsksForMicrophone)
                {
                    MapRecording(listening.IsListening);
                }

                return true;
            case UserSpeechStarted:
                output.Add(new SpeechRecognitionStart { SessionId = view.SessionId });
                return true;
            case UserSpeechPartial partial:
                output.Add(new SpeechRecognitionPartial { SessionId = view.SessionId, Text = partial.Text });
                return true;
            case UserSpeechEnded ended:
                output.Add(new SpeechRecognitionEnd { SessionId = view.SessionId, Text = ended.Text, Reason = ended.Text is null ? "Rejected" : "Complete" });
                return true;
            case SpeechInterrupted interrupted:
                output.Add(new InterruptSpeech { SessionId = view.SessionId, MessageId = interrupted.MessageId });
                return true;
            case PlaybackStarted started when started.IsReported || _offered != started.MessageId:
                output.Add(new SpeechPlaybackStart
                {
                    SessionId = view.SessionId,
                    MessageId = started.MessageId,
                    StartIndex = started.StartIndex,
                    EndIndex = started.EndIndex > 0 ? started.EndIndex : null,
                    Duration = started.Duration.TotalSeconds,
                    IsNarration = started.IsNarration,
                });
                return true;
            case PlaybackStarted:
                // Already said with the first chunk.
                return true;
            case PlaybackCompleted completed:
                output.Add(new SpeechPlaybackComplete { SessionId = view.SessionId, MessageId = completed.MessageId });
                return true;
            default:
                return false;
        }
    }
}
