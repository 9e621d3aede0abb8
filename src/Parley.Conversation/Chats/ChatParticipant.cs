namespace Parley.Conversation.Chats;

/// <summary>A character in a chat.</summary>
/// <param name="CharacterId">The character.</param>
/// <param name="ScenarioRole">Its role in the scenario; null when it has none.</param>
/// <param name="IsEnabled">Whether it takes part at present.</param>
public sealed record ChatParticipant(Guid CharacterId, string? ScenarioRole = null, bool IsEnabled = true);
