namespace Parley.Conversation.Context;

/// <summary>What the actions of one timing mean for the reply.</summary>
internal readonly record struct ActionOutcome(bool CancelsReply, ActionLimits Limits)
{
    public static ActionOutcome None { get; } = new(false, ActionLimits.None);
}
