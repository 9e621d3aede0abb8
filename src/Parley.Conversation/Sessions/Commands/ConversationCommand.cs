namespace Parley.Conversation.Sessions;

/// <summary>What a session can be told. Commands are handled one after another in the order they were posted.</summary>
public abstract record ConversationCommand
{
    /// <summary>Who sent it: compared by reference, given back in the events that answer this command. Null for nobody.</summary>
    public object? Origin { get; init; }
}
