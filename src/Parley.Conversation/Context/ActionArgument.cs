namespace Parley.Conversation.Context;

/// <summary>An argument's value in a call.</summary>
/// <param name="Name">The argument.</param>
/// <param name="Value">Its value as a string: numbers in invariant culture, booleans as <c>true</c>/<c>false</c>, arrays as JSON.</param>
public sealed record ActionArgument(string Name, string Value);
