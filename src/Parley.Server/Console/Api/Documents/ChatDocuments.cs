namespace Parley.Server.Console.Api.Documents;

/// <summary>Some of the chats.</summary>
internal sealed record ChatListDocument(int Total, IReadOnlyList<ChatSummary> Chats);

/// <summary>A chat in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; null when nobody gave it one.</param>
/// <param name="Player">Whose it is.</param>
/// <param name="Characters">Who is in it, the main character first.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastActivityAt">When its latest message was stored.</param>
/// <param name="Messages">How many messages it has.</param>
/// <param name="Live">Whether it has a live session.</param>
/// <param name="Preview">The beginning of its latest message; null when it has none.</param>
internal sealed record ChatSummary(
    Guid Id, string? Title, string Player, IReadOnlyList<CharacterName> Characters, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, int Messages, bool Live, string? Preview);

/// <summary>A chat with what was said.</summary>
internal sealed record ChatDocument(
    Guid Id, string? Title, string Player, IReadOnlyList<CharacterName> Characters, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, bool Live, IReadOnlyList<MessageDocument> Messages);

/// <summary>A message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Who says it: <c>user</c>, <c>assistant</c>, <c>system</c>, <c>summary</c>, <c>event</c>, <c>instructions</c>, <c>note</c> or <c>secret</c>.</param>
/// <param name="Name">The name of who says it.</param>
/// <param name="Text">The text; of an interrupted reply what was heard.</param>
/// <param name="At">When it was stored.</param>
/// <param name="CutAt">Where in <c>text</c> the heard words end; null when nothing was cut.</param>
/// <param name="Unheard">What would have followed there; null when nothing was cut.</param>
internal sealed record MessageDocument(Guid Id, string Role, string Name, string Text, DateTimeOffset At, int? CutAt, string? Unheard);

/// <summary>What of a chat can be changed.</summary>
/// <param name="Title">The title, at most 200 characters; null or blank takes it away.</param>
internal sealed record ChatChange(string? Title);
