namespace Parley.Server.Estuary.Connections;

/// <summary>What a connection waits for at most so long.</summary>
internal enum Deadline
{
    /// <summary>Credentials.</summary>
    Authentication,

    /// <summary>A refused client that is still there.</summary>
    Linger,

    /// <summary>Conversation.</summary>
    SessionIdle,

    /// <summary>Speech of the player.</summary>
    VoiceIdle,
}
