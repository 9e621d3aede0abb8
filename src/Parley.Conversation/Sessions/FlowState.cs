namespace Parley.Conversation.Sessions;

/// <summary>Where the conversation stands, for display (Voxta <c>chatFlow</c>).</summary>
public enum FlowState
{
    /// <summary>It is the player's turn.</summary>
    WaitingForUserInput,

    /// <summary>A message of the player is being looked at.</summary>
    ProcessingUserMessage,

    /// <summary>It is being decided who speaks.</summary>
    SelectingSpeaker,

    /// <summary>A reply is generated or spoken.</summary>
    ProcessingAssistantReply,
}
