namespace Parley.Conversation.Turns;

/// <summary>One stretch of a turn: from the end of the stage before it to its own.</summary>
/// <param name="Name">One of <see cref="TurnStages"/>' names.</param>
/// <param name="At">When it was over, counted from the end of the player's speech, or from the request where nothing was spoken.</param>
/// <param name="Duration">How long it took.</param>
public sealed record TurnStage(string Name, TimeSpan At, TimeSpan Duration);
