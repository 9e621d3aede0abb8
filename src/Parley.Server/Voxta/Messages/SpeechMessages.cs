using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Messages;

/// <summary>Speech and what apps report of playing it (specification §2.3, §4.8).</summary>
internal static class SpeechMessages
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    public static void Register()
    {
        MessageRoutes.On<CharacterSpeechRequestMessage>((app, m) => app.PostAsync(
            m.SessionId,
            string.IsNullOrWhiteSpace(m.Text) ? new RequestReply(m.CharacterId) : new SpeakText(m.Text, m.CharacterId)));
        MessageRoutes.On<SpeakMessage>((app, m) => app.PostAsync(
            m.SessionId,
            string.IsNullOrWhiteSpace(m.Text) ? new RepeatMessage(m.MessageId) : new SpeakText(m.Text) { Store = false }));
        MessageRoutes.On<SpeechPlaybackStartMessage>((app, m) => ReportAsync(app, m.SessionId, new ReportPlaybackStarted(
            m.MessageId, Math.Max(0, m.StartIndex), Math.Max(0, m.EndIndex), Duration(m.Duration), m.IsNarration)));
        MessageRoutes.On<SpeechPlaybackCompleteMessage>((app, m) => ReportAsync(app, m.SessionId, new ReportPlaybackCompleted(m.MessageId)));
    }

    // §2: a report of playback for a session that is gone is ignored silently.
    private static async ValueTask ReportAsync(VoxtaApp app, Guid? sessionId, ConversationCommand report)
    {
        try
        {
            await app.PostAsync(sessionId, report);
        }
        catch (HubException)
        {
            // Nobody to tell.
        }
    }

    private static TimeSpan Duration(double seconds) =>
        double.IsFinite(seconds) && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, MaxDuration.TotalSeconds)) : TimeSpan.Zero;
}
