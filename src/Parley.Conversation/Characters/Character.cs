using System.Text.Json;

namespace Parley.Conversation.Characters;

/// <summary>A character: the fields of Character Cards V2 and V3, what Parley adds, and whatever else its file held.</summary>
/// <remarks>Texts may hold <c>{{char}}</c> and <c>{{user}}</c>.</remarks>
public sealed record Character
{
    /// <summary>Unique id within the tenant.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in conversation (V3); null means <see cref="Name"/>.</summary>
    public string? Nickname { get; init; }

    /// <summary>Who it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>How it behaves.</summary>
    public string Personality { get; init; } = "";

    /// <summary>Where and when the conversation takes place.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>What it says first in a new chat; empty when the player speaks first.</summary>
    public string FirstMessage { get; init; } = "";

    /// <summary>Other first messages.</summary>
    public IReadOnlyList<string> AlternateGreetings { get; init; } = [];

    /// <summary>Other first messages for chats with several characters (V3).</summary>
    public IReadOnlyList<string> GroupOnlyGreetings { get; init; } = [];

    /// <summary>Example dialogue; blocks begin with <c>&lt;START&gt;</c>.</summary>
    public string MessageExamples { get; init; } = "";

    /// <summary>Replaces the default system prompt; empty keeps it. <c>{{original}}</c> stands for the default.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>Put after the history; empty for none.</summary>
    public string PostHistoryInstructions { get; init; } = "";

    /// <summary>For people, never in the prompt.</summary>
    public string CreatorNotes { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Creator { get; init; } = "";

    /// <summary>Its version, as its maker counts.</summary>
    public string CharacterVersion { get; init; } = "";

    /// <summary>For people, never in the prompt.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its lore-book; null when it has none.</summary>
    public LoreBook? Book { get; init; }

    /// <summary>BCP 47 tag of the language it speaks and is spoken to; null means the engines' defaults.</summary>
    public string? Language { get; init; }

    /// <summary>Id or alias of its voice; null means the default.</summary>
    public string? VoiceId { get; init; }

    /// <summary>Rate of speech, 0.5 to 2; 1 is the voice's own.</summary>
    public double SpeechRate { get; init; } = 1;

    /// <summary>Shift of pitch in semitones, −12 to 12.</summary>
    public double Pitch { get; init; }

    /// <summary>How the conversation is led.</summary>
    public ChatStyle ChatStyle { get; init; } = ChatStyle.Companion;

    /// <summary>Rules for the scripted reply engine, first match first.</summary>
    public IReadOnlyList<ScriptRule> Script { get; init; } = [];

    /// <summary>Settings per app: app name to name to value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> AppConfiguration { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Whether it is told how long the player was away when a chat goes on after more than ten minutes.</summary>
    public bool NotifyAwayReturn { get; init; }

    /// <summary>Marked by its owner.</summary>
    public bool IsFavorite { get; init; }

    /// <summary>Whether its maker says it is not for everybody.</summary>
    public bool ExplicitContent { get; init; }

    /// <summary>Shipped with Parley or read from a file: cannot be changed, a change makes a copy.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>When it was created, UTC; null when unknown.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was last changed, UTC; null when unknown.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The card's <c>extensions</c> except <c>parley</c>: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Fields of the card's <c>data</c> that Parley does not know: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Unknown { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What the character is called in the prompt and in transcripts.</summary>
    public string DisplayName => string.IsNullOrWhiteSpace(Nickname) ? Name : Nickname;
}
