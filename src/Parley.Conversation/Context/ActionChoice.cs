namespace Parley.Conversation.Context;

/// <summary>An action that was chosen.</summary>
internal sealed record ActionChoice(PreparedAction Action, IReadOnlyList<ActionArgument> Arguments);
