using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <summary>
/// Adds a message and, unless told otherwise, answers it. A reply in progress is interrupted first.
/// Text beginning with <c>/</c> or standing in brackets is a command (Voxta specification §7.7).
/// Without text and attachments it asks for a reply, which is ignored while one is in progress.
/// </summary>
public sealed record SendMessage : ConversationCommand
{
    /// <summary>The text, at most <see cref="TextLimits.MaxMessageLength"/> UTF-16 units; null or <c>*</c> for none.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a character answers; default true.</summary>
    public bool DoReply { get; init; } = true;

    /// <summary>Whether anything follows at all; default true.</summary>
    public bool DoContinue { get; init; } = true;

    /// <summary>Whether <c>AfterUserMessage</c> actions are inferred; default true.</summary>
    public bool InferUserActions { get; init; } = true;

    /// <summary>Whether the character's actions are inferred; default true.</summary>
    public bool InferCharacterActions { get; init; } = true;

    /// <summary>What is attached.</summary>
    public IReadOnlyList<AttachmentUpload> Attachments { get; init; } = [];

    /// <summary>Words the reply must begin with; null for none.</summary>
    public string? ResponsePrefix { get; init; }

    /// <summary>What the message is.</summary>
    public MessageRole Role { get; init; } = MessageRole.User;

    /// <summary>Who should answer; null lets the session choose.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>Name of a manual action or event to run with the message; null for none.</summary>
    public string? TriggerEvent { get; init; }

    /// <summary>Greatest number of tokens of the reply; null for the default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Greatest number of sentences of the reply; null for no limit.</summary>
    public int? MaxSentences { get; init; }

    /// <summary>Whether the reply is told as a story instead of spoken by the character.</summary>
    public bool UseStoryWriter { get; init; }

    /// <summary>Whether the reply is spoken; false gives text alone.</summary>
    public bool Speak { get; init; } = true;

    /// <summary>Whether commands in the text are obeyed; false takes every text literally.</summary>
    public bool AllowSlashCommands { get; init; } = true;
}

/// <summary>Bytes to attach to a message.</summary>
/// <param name="ContentType">MIME type.</param>
/// <param name="Data">The bytes.</param>
/// <param name="Source">Where they come from, e.g. <c>Screen</c>.</param>
/// <param name="FileName">File name for display.</param>
/// <param name="Label">Label for display.</param>
public sealed record AttachmentUpload(string ContentType, ReadOnlyMemory<byte> Data, string? Source = null, string? FileName = null, string? Label = null);

/// <summary>Replaces a message's text.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Text">The new text; blank deletes the message.</param>
public sealed record EditMessage(Guid MessageId, string? Text) : ConversationCommand;

/// <summary>Deletes a message.</summary>
/// <param name="MessageId">The message.</param>
public sealed record DeleteMessage(Guid MessageId) : ConversationCommand;

/// <summary>
/// Deletes everything after a message, or, without one, the last user message and everything after it.
/// When the history then ends with a user message, it is answered.
/// </summary>
/// <param name="MessageId">The last message to keep; null for the rule above.</param>
public sealed record RevertMessages(Guid? MessageId = null) : ConversationCommand;

/// <summary>Deletes the last reply and generates another; after a user message generates one.</summary>
public sealed record RetryReply : ConversationCommand;

/// <summary>Generates a reply now. Ignored while one is in progress.</summary>
/// <param name="CharacterId">Who speaks; null lets the session choose.</param>
public sealed record RequestReply(Guid? CharacterId = null) : ConversationCommand
{
    /// <summary>Whether it is spoken; false gives text alone.</summary>
    public bool Speak { get; init; } = true;
}

/// <summary>A character says exactly this, without the reply engine. What is running is interrupted first. Blank text is ignored.</summary>
/// <param name="Text">The words.</param>
/// <param name="CharacterId">Who says it; null means the main character.</param>
public sealed record SpeakText(string Text, Guid? CharacterId = null) : ConversationCommand
{
    /// <summary>Whether it becomes part of the chat; default true.</summary>
    public bool Store { get; init; } = true;

    /// <summary>Whether it is spoken; false gives text alone.</summary>
    public bool Speak { get; init; } = true;

    /// <summary>
    /// A reply whose text is complete is replaced without <see cref="SpeechInterrupted"/>: its unsent audio is dropped (Estuary <c>say_line</c>).
    /// </summary>
    public bool ReplaceSilently { get; init; }
}

/// <summary>Speaks a stored message again under its own id.</summary>
/// <param name="MessageId">The message; null means the last one that can be spoken.</param>
public sealed record RepeatMessage(Guid? MessageId = null) : ConversationCommand;
