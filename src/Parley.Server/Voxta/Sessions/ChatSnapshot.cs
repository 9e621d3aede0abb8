using Parley.Conversation;
using Parley.Conversation.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Sessions;

/// <summary><c>chatStarted</c>: the least that satisfies every known client, and the history (specification §3.2, §4.3).</summary>
internal static class ChatSnapshot
{
    public static ChatStarted Started(VoxtaApp app, ConversationSession session, SessionSnapshot snapshot) => new()
    {
        SessionId = session.Id,
        ChatId = session.ChatId,
        User = WireShapes.User(session.Player, snapshot.PlayerName),
        Characters = [.. snapshot.Participants.Select(p => WireShapes.Participant(p, app.Identity!.Client))],
        Services = Services(app),
        Context = WireContext.Updated(session.Id, snapshot.Context, snapshot.Participants, app.Identity!.Client),
        Messages = History(snapshot.Messages, app.Player, app.UserId, app.Services.Options.MaxHistoryBytes),
        Narrator = Narrator(snapshot),
        Scenario = snapshot.Scenario is null ? null : WireShapes.Scenario(snapshot.Scenario),
        Title = snapshot.Chat.Title,
        ChatStyle = Style(snapshot),
    };

    /// <summary>The same without messages and context: services or participants of a live session have changed.</summary>
    public static ChatConfiguration Configuration(VoxtaApp app, ConversationSession session, SessionSnapshot snapshot) => new()
    {
        SessionId = session.Id,
        ChatId = session.ChatId,
        User = WireShapes.User(session.Player, snapshot.PlayerName),
        Characters = [.. snapshot.Participants.Select(p => WireShapes.Participant(p, app.Identity!.Client))],
        Services = Services(app),
        Narrator = Narrator(snapshot),
        Scenario = snapshot.Scenario is null ? null : WireShapes.Scenario(snapshot.Scenario),
        Title = snapshot.Chat.Title,
        ChatStyle = Style(snapshot),
    };

    private static string? Style(SessionSnapshot snapshot) => snapshot.Participants.Count > 0 ? snapshot.Participants[0].Character.ChatStyle.ToString() : null;

    private static CharacterInfo? Narrator(SessionSnapshot snapshot) =>
        snapshot.Participants.FirstOrDefault(p => p.Character.Id == snapshot.Scenario?.NarratorId) is { } narrator ? WireShapes.Info(narrator.Character) : null;

    /// <summary>The newest messages that fit: one WebSocket message above 1 MiB kills the Python client.</summary>
    public static List<ChatMessage> History(IReadOnlyList<Parley.Conversation.Chats.ChatMessage> history, Player player, Guid user, int maxBytes)
    {
        var messages = new List<ChatMessage>();
        var bytes = 0L;
        for (var i = history.Count - 1; i >= 0; i--)
        {
            var message = WireShapes.Message(history[i], player, user);
            bytes += 500 + WireBudget.SizeOf(message.Text) + (300 * (message.Attachments?.Count ?? 0));
            if (bytes > maxBytes)
            {
                break;
            }

            messages.Add(message);
        }

        messages.Reverse();
        return messages;
    }

    private static ChatServices Services(VoxtaApp app)
    {
        var speaks = app.Identity!.PlaysUrls || app.Identity.TakesRawAudio;
        return new ChatServices
        {
            TextGen = new ServiceReference { ServiceName = "Parley", ServiceId = "parley-replies" },
            SpeechToText = new ServiceReference { ServiceName = "Parley", ServiceId = "parley-recognition" },
            TextToSpeech = speaks ? new ServiceReference { ServiceName = "Parley", ServiceId = "parley-synthesis" } : null,
            ActionInference = new ServiceReference { ServiceName = "Parley", ServiceId = "parley-actions" },
            Summarization = new ServiceReference { ServiceName = "Parley", ServiceId = "parley-summaries" },
        };
    }
}
