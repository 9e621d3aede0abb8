using Parley.Conversation.Chats;

namespace Parley.Conversation.Scenarios;

/// <summary>A message that a new chat begins with.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Text">A template.</param>
/// <param name="ScenarioRole">Who says it, by role; null means the first role.</param>
public sealed record BootstrapMessage(MessageRole Role, string Text, string? ScenarioRole = null);
