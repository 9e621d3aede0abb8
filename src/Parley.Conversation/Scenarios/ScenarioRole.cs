namespace Parley.Conversation.Scenarios;

/// <summary>A part to be played.</summary>
/// <param name="Name">Its name in the scenario.</param>
/// <param name="Description">For people; null when not said.</param>
/// <param name="DefaultCharacterId">Who plays it when nobody is named; null for nobody.</param>
public sealed record ScenarioRole(string Name, string? Description = null, Guid? DefaultCharacterId = null);
