using Parley.Conversation.Characters;
using Parley.Server.Console.Api.Documents;

namespace Parley.Server.Console.Api;

/// <summary>Characters to and from what is edited of them.</summary>
internal static class CharacterMapping
{
    private const int MaxName = 200;
    private const int MaxText = 32_768;
    private const int MaxShort = 200;
    private const int MaxItems = 500;

    public static CharacterDocument Of(Character character) => new()
    {
        Id = character.Id,
        ReadOnly = character.IsReadOnly,
        Name = character.Name,
        Nickname = character.Nickname,
        Description = character.Description,
        Personality = character.Personality,
        Scenario = character.Scenario,
        FirstMessage = character.FirstMessage,
        AlternateGreetings = character.AlternateGreetings,
        MessageExamples = character.MessageExamples,
        SystemPrompt = character.SystemPrompt,
        PostHistoryInstructions = character.PostHistoryInstructions,
        CreatorNotes = character.CreatorNotes,
        Creator = character.Creator,
        CharacterVersion = character.CharacterVersion,
        Tags = character.Tags,
        Language = character.Language,
        Voice = character.VoiceId,
        SpeechRate = character.SpeechRate,
        Pitch = character.Pitch,
        ChatStyle = character.ChatStyle,
        Script = character.Script,
    };

    /// <summary>The character with the document's fields.</summary>
    /// <exception cref="ApiException">A field is missing, too long or out of range.</exception>
    public static Character Apply(CharacterDocument document, Character character)
    {
        if (string.IsNullOrWhiteSpace(document.Name))
        {
            throw ApiException.Invalid("name must not be blank.");
        }

        return character with
        {
            IsReadOnly = false,
            Name = document.Name.AtMost("name", MaxName)!.Trim(),
            Nickname = Blank(document.Nickname.AtMost("nickname", MaxShort)),
            Description = Text(document.Description, "description"),
            Personality = Text(document.Personality, "personality"),
            Scenario = Text(document.Scenario, "scenario"),
            FirstMessage = Text(document.FirstMessage, "firstMessage"),
            AlternateGreetings = List(document.AlternateGreetings, "alternateGreetings", MaxText),
            MessageExamples = Text(document.MessageExamples, "messageExamples"),
            SystemPrompt = Text(document.SystemPrompt, "systemPrompt"),
            PostHistoryInstructions = Text(document.PostHistoryInstructions, "postHistoryInstructions"),
            CreatorNotes = Text(document.CreatorNotes, "creatorNotes"),
            Creator = document.Creator.AtMost("creator", MaxShort) ?? "",
            CharacterVersion = document.CharacterVersion.AtMost("characterVersion", MaxShort) ?? "",
            Tags = List(document.Tags, "tags", MaxShort),
            Language = Blank(document.Language.AtMost("language", MaxShort)),
            VoiceId = Blank(document.Voice.AtMost("voice", MaxShort)),
            SpeechRate = Within(document.SpeechRate, "speechRate", 0.5, 2),
            Pitch = Within(document.Pitch, "pitch", -12, 12),
            ChatStyle = Enum.IsDefined(document.ChatStyle) ? document.ChatStyle : throw ApiException.Invalid("chatStyle is unknown."),
            Script = [.. Items(document.Script, "script").Select(Rule)],
        };
    }

    private static ScriptRule Rule(ScriptRule rule) => rule with
    {
        When = List(rule.When, "script.when", 1_000),
        Say = List(rule.Say, "script.say", MaxText),
        Action = Blank(rule.Action.AtMost("script.action", MaxShort)),
        Arguments = rule.Arguments is { Count: <= MaxItems } arguments && arguments.All(a => a.Value is { Length: <= MaxText })
            ? arguments
            : throw ApiException.Invalid("script.arguments is malformed."),
    };

    private static string Text(string? text, string name) => text.AtMost(name, MaxText) ?? "";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static IReadOnlyList<string> List(IReadOnlyList<string>? items, string name, int length) =>
        [.. Items(items, name).Select(item => item.AtMost(name, length)!)];

    // A JSON array may hold null, whatever the type says.
    private static IEnumerable<T> Items<T>(IReadOnlyList<T>? items, string name)
        where T : class =>
        items is null ? [] : items.Count > MaxItems || items.Any(i => i is null) ? throw ApiException.Invalid($"{name} must be a list of at most {MaxItems} values.") : items;

    private static double Within(double value, string name, double least, double most) =>
        value >= least && value <= most ? value : throw ApiException.Invalid($"{name} must be from {least} to {most}.");
}
