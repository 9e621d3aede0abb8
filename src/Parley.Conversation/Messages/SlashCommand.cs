using System.Globalization;
using System.Text;
using Parley.Conversation.Chats;

namespace Parley.Conversation.Messages;

/// <summary>A command in the text of a message (Voxta specification §7.7). Parsing has no effects.</summary>
public abstract record SlashCommand
{
    /// <summary>Reads a message's text.</summary>
    /// <param name="text">The text; null is no command.</param>
    /// <returns>The command; null when the text is an ordinary message.</returns>
    /// <exception cref="ConversationException">
    /// It begins like a command that does not exist (<see cref="ConversationErrors.UnknownCommand"/>) or has options that cannot be read
    /// (<see cref="ConversationErrors.InvalidArgument"/>).
    /// </exception>
    public static SlashCommand? Parse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length > 2 && trimmed[0] == '[' && trimmed[^1] == ']' && trimmed.IndexOf(']') == trimmed.Length - 1)
        {
            return new AddMessageCommand(MessageRole.Event, trimmed[1..^1].Trim()) { Reply = true };
        }

        // "/" alone, "//" and "/ " are somebody's text, not a command.
        if (trimmed.Length < 2 || trimmed[0] != '/' || !char.IsAsciiLetter(trimmed[1]))
        {
            return null;
        }

        var end = 1;
        while (end < trimmed.Length && (char.IsAsciiLetterOrDigit(trimmed[end]) || trimmed[end] is '_' or '-'))
        {
            end++;
        }

        var name = trimmed[1..end].ToLowerInvariant();
        if (end < trimmed.Length && trimmed[end] == ':')
        {
            end++;
        }

        var rest = trimmed[end..].Trim();
        return name switch
        {
            "event" => new AddMessageCommand(MessageRole.Event, Needed(name, rest)) { Reply = true },
            "story" => new WriteStoryCommand(Needed(name, rest)),
            "note" => new AddMessageCommand(MessageRole.Note, Needed(name, rest)),
            "secret" => new AddMessageCommand(MessageRole.Secret, Needed(name, rest)),
            "instructions" => new AddMessageCommand(MessageRole.Instructions, Needed(name, rest)),
            "noreply" => new AddMessageCommand(MessageRole.User, Needed(name, rest)),
            "char" => new AddMessageCommand(MessageRole.Assistant, Needed(name, rest)),
            "message" => ParseMessage(rest),
            "trigger" => new TriggerCommand(Needed(name, rest)),
            "setflags" or "setflag" => new SetFlagsCommand(Needed(name, rest).Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries)),
            "context" => new SetContextCommand(rest),
            "summarize" => new SummarizeCommand(rest.Equals("all", StringComparison.OrdinalIgnoreCase)),
            "repeat" => new RepeatCommand(rest.Length == 0 ? null : ParseId(rest)),
            "regenerate" => new RegenerateCommand(),
            "rollback" => new RollbackCommand(),
            "capture" => new CaptureCommand(rest.Length == 0 ? "Screen" : rest),
            "image" => new ImageCommand(rest),
            _ => throw new ConversationException(ConversationErrors.UnknownCommand, $"There is no command /{name}."),
        };
    }

    private static string Needed(string name, string rest) => rest.Length > 0
        ? rest
        : throw new ConversationException(ConversationErrors.InvalidArgument, $"/{name} needs a text.");

    private static Guid ParseId(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new ConversationException(ConversationErrors.InvalidArgument, "/repeat takes the id of a message.");

    private static AddMessageCommand ParseMessage(string rest)
    {
        var command = new AddMessageCommand(MessageRole.User, "") { Reply = true };
        var position = 0;
        while (TryReadWord(rest, ref position, out var word))
        {
            if (word == "--")
            {
                break;
            }

            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                position -= word.Length;
                break;
            }

            if (word == "--use-story-writer")
            {
                command = command with { UseStoryWriter = true };
                continue;
            }

            if (!TryReadWord(rest, ref position, out var value))
            {
                throw Invalid(word);
            }

            command = word switch
            {
                "--role" => command with { Role = Enum.TryParse<MessageRole>(value, ignoreCase: true, out var role) && Enum.IsDefined(role) ? role : throw Invalid(word) },
                "--character" => command with { CharacterName = value },
                "--scenario-role" => command with { ScenarioRole = value },
                "--max-new-tokens" => command with { MaxTokens = ParseCount(word, value) },
                "--max-sentences" => command with { MaxSentences = ParseCount(word, value) },
                "--reply" => command with { Reply = ParseBoolean(word, value) },
                "--narrate" => command with { Narrate = ParseBoolean(word, value) },
                _ => throw new ConversationException(ConversationErrors.InvalidArgument, $"/message has no option {word}."),
            };
        }

        return command with { Text = Needed("message", rest[Math.Min(position, rest.Length)..].Trim()) };
    }

    private static bool TryReadWord(string text, ref int position, out string word)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        var built = new StringBuilder();
        var start = position;
        if (position < text.Length && text[position] == '"')
        {
            for (position++; position < text.Length && text[position] != '"'; position++)
            {
                built.Append(text[position]);
            }

            position = Math.Min(position + 1, text.Length);
        }
        else
        {
            for (; position < text.Length && !char.IsWhiteSpace(text[position]); position++)
            {
                built.Append(text[position]);
            }
        }

        word = built.ToString();
        return position > start;
    }

    private static int ParseCount(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : throw Invalid(option);

    private static bool ParseBoolean(string option, string value) => bool.TryParse(value, out var result) ? result : throw Invalid(option);

    private static ConversationException Invalid(string option) =>
        new(ConversationErrors.InvalidArgument, $"/message cannot read the value of {option}.");
}

/// <summary>Adds a message: <c>/event</c>, <c>/note</c>, <c>/secret</c>, <c>/instructions</c>, <c>/noreply</c>, <c>/char</c>, <c>/message</c>, or a text in brackets.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Text">The text.</param>
public sealed record AddMessageCommand(MessageRole Role, string Text) : SlashCommand
{
    /// <summary>Whether a character answers.</summary>
    public bool Reply { get; init; }

    /// <summary>Name of the character that says it or should answer; null for the default.</summary>
    public string? CharacterName { get; init; }

    /// <summary>Role of the character that says it or should answer; null for the default.</summary>
    public string? ScenarioRole { get; init; }

    /// <summary>Greatest number of tokens of the reply; null for the default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Greatest number of sentences of the reply; null for no limit.</summary>
    public int? MaxSentences { get; init; }

    /// <summary>Whether the reply is told as a story.</summary>
    public bool UseStoryWriter { get; init; }

    /// <summary>Whether a narrator tells it.</summary>
    public bool Narrate { get; init; }
}

/// <summary><c>/story prompt</c>: an event written by the model.</summary>
/// <param name="Prompt">What should happen.</param>
public sealed record WriteStoryCommand(string Prompt) : SlashCommand;

/// <summary><c>/trigger name</c>: runs a manual action.</summary>
/// <param name="Name">The action.</param>
public sealed record TriggerCommand(string Name) : SlashCommand;

/// <summary><c>/setflags a !b</c>.</summary>
/// <param name="Flags">The flags.</param>
public sealed record SetFlagsCommand(IReadOnlyList<string> Flags) : SlashCommand;

/// <summary><c>/context text</c>: sets the context of the key <c>__command</c>.</summary>
/// <param name="Text">The sentence; empty clears it.</param>
public sealed record SetContextCommand(string Text) : SlashCommand;

/// <summary><c>/summarize [all]</c>.</summary>
/// <param name="All">Everything but the last exchange.</param>
public sealed record SummarizeCommand(bool All) : SlashCommand;

/// <summary><c>/repeat [id]</c>: speaks a message again.</summary>
/// <param name="MessageId">The message; null for the last.</param>
public sealed record RepeatCommand(Guid? MessageId) : SlashCommand;

/// <summary><c>/regenerate</c>: another reply in place of the last.</summary>
public sealed record RegenerateCommand : SlashCommand;

/// <summary><c>/rollback</c>: takes back the last user message and what followed it.</summary>
public sealed record RollbackCommand : SlashCommand;

/// <summary><c>/capture [source]</c>: asks a client for a picture.</summary>
/// <param name="Source">From what.</param>
public sealed record CaptureCommand(string Source) : SlashCommand;

/// <summary><c>/image [prompt]</c>: asks for a picture to be made.</summary>
/// <param name="Prompt">Of what; empty for the scene.</param>
public sealed record ImageCommand(string Prompt) : SlashCommand;
