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

    /// <summary>Switches <c>audioFrame</c> events about a session's microphone; null means this connection's session, whichever it is.</summary>
    public void InspectAudio(bool enabled, Guid? sessionId)
    {
        _inspectedAudio = sessionId;
        if (Interlocked.Exchange(ref _inspectsAudio, enabled ? 1 : 0) != (enabled ? 1 : 0))
        {
            Services.Apps.CountInspecting(enabled ? 1 : -1);
        }
    }

    /// <summary>Whether this app wants to see the audio of a session.</summary>
    public bool InspectsAudio(Guid sessionId) =>
        Volatile.Read(ref _inspectsAudio) != 0 && ((Guid?)_inspectedAudio ?? CurrentSession ?? _audio?.SessionId) == sessionId;
}
