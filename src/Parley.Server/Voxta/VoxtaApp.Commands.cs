using Parley.Conversation.Sessions;

namespace Parley.Server.Voxta;

internal sealed partial class VoxtaApp
{
    /// <summary>The session this app started or resumed; null when it owns none.</summary>
    public Guid? OwnedSession
    {
        get
        {
            lock (_gate)
            {
                return _owned;
            }
        }
    }

    /// <summary>Queues a command for a session.</summary>
    /// <exception cref="Hub.HubException">There is no such session.</exception>
    /// <exception cref="Parley.Conversation.ConversationException">The command is malformed.</exception>
    public ValueTask PostAsync(Guid? sessionId, ConversationCommand command) =>
        Session(sessionId).PostAsync(command with { Origin = this }, Connection.Ending);

    /// <summary>Switches <c>audioFrame</c> events about this connection's microphone.</summary>
    public void InspectAudio(bool enabled) => _audio.Inspect(enabled);
}
