namespace Parley.Conversation.Turns;

/// <summary>Whose turn it is.</summary>
internal enum TurnPhase
{
    /// <summary>Nobody speaks, nothing is being answered.</summary>
    Listening,

    /// <summary>The player speaks, or has spoken and the transcript is awaited.</summary>
    UserSpeaking,

    /// <summary>A reply is being made; nothing of it is out.</summary>
    Thinking,

    /// <summary>A reply is being put out.</summary>
    Speaking,

    /// <summary>The player began to speak while a reply was made or put out: it is held until that is decided.</summary>
    Interrupted,
}
