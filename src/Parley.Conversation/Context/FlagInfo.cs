namespace Parley.Conversation.Context;

/// <summary>A flag that is set.</summary>
/// <param name="Name"><c>name</c> or <c>key.value</c>.</param>
/// <param name="SetAtChatTime">Chat time at which it was set.</param>
/// <param name="SetAtIndex">Number of conversation messages when it was set.</param>
/// <param name="ExpiresAtChatTime">Chat time at which it ends; null never.</param>
/// <param name="ExpiresAtIndex">Number of conversation messages at which it ends; null never.</param>
public sealed record FlagInfo(string Name, TimeSpan SetAtChatTime, int SetAtIndex, TimeSpan? ExpiresAtChatTime = null, int? ExpiresAtIndex = null);
