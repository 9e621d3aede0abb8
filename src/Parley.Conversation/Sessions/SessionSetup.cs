using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Scenarios;

namespace Parley.Conversation.Sessions;

/// <summary>What a session is started with.</summary>
internal sealed record SessionSetup
{
    public required Chat Chat { get; init; }

    public required SessionRequest Request { get; init; }

    public required ConversationOptions Options { get; init; }

    public required IReadOnlyList<SessionParticipant> Participants { get; init; }

    public Scenario? Scenario { get; init; }

    public bool IsNewChat { get; init; }

    /// <summary>Where this chat is kept: the store, or memory for an ephemeral one.</summary>
    public required IChatStore Chats { get; init; }

    /// <summary>Where this chat's memories are kept.</summary>
    public required IMemoryStore Memories { get; init; }
}
