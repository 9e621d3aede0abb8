using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <summary>The session as its hearing sees it. Used on the loop, the properties from anywhere.</summary>
internal interface IHearingHost
{
    bool HasTurn { get; }

    /// <summary>Language the player is taken to speak; null for the engine's default.</summary>
    string? Language { get; }

    IReadOnlyList<string> KeyTerms { get; }

    ValueTask FeedAsync(TurnEvent item);

    /// <summary>The client takes the transcript: the session neither answers it nor what it interrupted.</summary>
    ValueTask ForgetUtteranceAsync(long utterance);

    void Publish(ConversationEvent item);

    void Raise(string code, string message, bool isTransient, string? engineId);

    /// <summary>Runs work outside the loop that the session awaits at its end.</summary>
    void Run(Func<Task> work);
}
