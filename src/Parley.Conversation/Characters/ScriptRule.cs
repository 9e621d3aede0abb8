namespace Parley.Conversation.Characters;

/// <summary>One rule of the scripted reply engine: when the player's words match, one of the answers is given.</summary>
public sealed record ScriptRule
{
    /// <summary>
    /// Case-insensitive patterns, any of which matches: plain words match as whole words, a pattern between slashes is a
    /// regular expression (non-backtracking, at most 250 characters) whose groups may be used in answers as <c>{1}</c>, <c>{name}</c>.
    /// Empty matches everything.
    /// </summary>
    public IReadOnlyList<string> When { get; init; } = [];

    /// <summary>Answers, used in turn; templates with <c>{{char}}</c>, <c>{{user}}</c> and groups.</summary>
    public IReadOnlyList<string> Say { get; init; } = [];

    /// <summary>Action to call, if it is offered; null for none.</summary>
    public string? Action { get; init; }

    /// <summary>Arguments of the action; templates.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();
}
