namespace Parley.Conversation.Microphones;

/// <summary>Who makes messages of final transcripts.</summary>
public enum TranscriptSubmission
{
    /// <summary>The session, at once.</summary>
    Session,

    /// <summary>
    /// The client, and the session when no message arrives within 700 ms; an equal message within the next 5 s is then taken
    /// for the same one and dropped (Voxta specification §4.10).
    /// </summary>
    ClientOrSession,

    /// <summary>The client alone.</summary>
    Client,
}
