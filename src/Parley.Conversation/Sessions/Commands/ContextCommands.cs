using Parley.Conversation.Context;

namespace Parley.Conversation.Sessions;

/// <summary>Changes the context; always answered by <see cref="ContextChanged"/>.</summary>
/// <param name="Payload">The change.</param>
public sealed record UpdateContext(ContextPayload Payload) : ConversationCommand;

/// <summary>Runs an action by name with its effects. An unknown name is reported with the given arguments; an empty one asks for a reply.</summary>
/// <param name="Name">The action.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="MessageId">The message it belongs to; null or unknown means the last one.</param>
public sealed record TriggerAction(string Name, IReadOnlyList<ActionArgument> Arguments, Guid? MessageId = null) : ConversationCommand;

/// <summary>Adds a character to the chat; answered by <see cref="ParticipantsChanged"/> even when it is there already.</summary>
/// <param name="CharacterId">The character.</param>
/// <param name="ScenarioRole">Its role; null adds an event message that it joined.</param>
public sealed record AddParticipant(Guid CharacterId, string? ScenarioRole = null) : ConversationCommand;

/// <summary>Removes a character from the chat; the last one cannot be removed.</summary>
/// <param name="CharacterId">The character.</param>
public sealed record RemoveParticipant(Guid CharacterId) : ConversationCommand;

/// <summary>Changes the chat's title.</summary>
/// <param name="Title">The title; blank clears it.</param>
public sealed record UpdateChat(string? Title) : ConversationCommand;

/// <summary>Marks the chat as a favourite, or not.</summary>
/// <param name="IsFavorite">Whether it is one.</param>
public sealed record MarkChat(bool IsFavorite) : ConversationCommand;

/// <summary>Adds, changes or deletes a document of the chat, which is part of its prompts.</summary>
/// <param name="DocumentId">The document; null for a new one.</param>
/// <param name="Title">Its title.</param>
/// <param name="Content">Its text; with <paramref name="Title"/> null too, the document is deleted.</param>
public sealed record UpdateDocument(Guid? DocumentId, string? Title, string? Content) : ConversationCommand;

/// <summary>Replaces the oldest messages by a summary.</summary>
/// <param name="All">Everything but the last exchange instead of half.</param>
public sealed record SummarizeChat(bool All = false) : ConversationCommand;

/// <summary>Runs a script in the chat's script host.</summary>
/// <param name="Script">Its source.</param>
public sealed record RunScript(string Script) : ConversationCommand;

/// <summary>Raises the script event <c>app:name</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record RaiseScriptEvent(string Name, IReadOnlyList<ActionArgument> Arguments) : ConversationCommand;

/// <summary>An app finished a queued trigger. Unknown ones are ignored.</summary>
/// <param name="TriggerId">The trigger; null to find it by name.</param>
/// <param name="Name">The oldest pending of this name; null to find it by id.</param>
public sealed record CompleteAppTrigger(Guid? TriggerId, string? Name = null) : ConversationCommand;

/// <summary>The app that handles triggers has gone: nothing waits for it any longer.</summary>
public sealed record AbandonAppTriggers : ConversationCommand;

/// <summary>Answers a <see cref="CaptureRequested"/>.</summary>
/// <param name="RequestId">The request; an unknown one is refused with <see cref="ConversationErrors.NotFound"/>.</param>
/// <param name="Picture">The picture; null when there is none.</param>
public sealed record CompleteCapture(Guid RequestId, AttachmentUpload? Picture) : ConversationCommand;
