namespace Parley.Conversation.Context;

/// <summary>A role of the scenario at one moment.</summary>
/// <param name="CharacterId">Who plays it; null for nobody.</param>
/// <param name="IsEnabled">Whether it takes part.</param>
public sealed record RoleState(Guid? CharacterId, bool IsEnabled);
