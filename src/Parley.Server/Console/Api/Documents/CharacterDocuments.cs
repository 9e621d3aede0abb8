using Parley.Conversation.Characters;

namespace Parley.Server.Console.Api.Documents;

/// <summary>All characters.</summary>
internal sealed record CharacterListDocument(IReadOnlyList<CharacterSummary> Characters);

/// <summary>A character in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">Who it is.</param>
/// <param name="ReadOnly">Shipped or read from a file: a change makes a copy for this tenant under the same id.</param>
/// <param name="Restorable">Such a copy: deleting it brings the original back.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Picture">Its picture, relative to the server's address; null when it has none.</param>
internal sealed record CharacterSummary(Guid Id, string Name, string Description, bool ReadOnly, bool Restorable, IReadOnlyList<string> Tags, string? Picture);

/// <summary>
/// A character: what can be edited of its card. What is not here (lore-book, extensions, fields nobody knows) stays as it is when a
/// character is changed, and goes with its card in and out.
/// </summary>
internal sealed record CharacterDocument
{
    /// <summary>Its id; ignored in requests.</summary>
    public Guid? Id { get; init; }

    /// <summary>Whether it is shipped or read from a file; ignored in requests.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether deleting it brings an original back; ignored in requests.</summary>
    public bool Restorable { get; init; }

    /// <summary>Its picture, relative to the server's address; ignored in requests.</summary>
    public string? Picture { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>What it is called in conversation; null means its name.</summary>
    public string? Nickname { get; init; }

    /// <summary>Who it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>How it behaves.</summary>
    public string Personality { get; init; } = "";

    /// <summary>Where and when the conversation takes place.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>What it says first; empty when the player speaks first.</summary>
    public string FirstMessage { get; init; } = "";

    /// <summary>Other first messages.</summary>
    public IReadOnlyList<string> AlternateGreetings { get; init; } = [];

    /// <summary>Example dialogue.</summary>
    public string MessageExamples { get; init; } = "";

    /// <summary>Replaces the default system prompt; empty keeps it.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>Put after the history.</summary>
    public string PostHistoryInstructions { get; init; } = "";

    /// <summary>For people, never in the prompt.</summary>
    public string CreatorNotes { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Creator { get; init; } = "";

    /// <summary>Its version, as its maker counts.</summary>
    public string CharacterVersion { get; init; } = "";

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>BCP 47 tag of its language; null means the engines' default.</summary>
    public string? Language { get; init; }

    /// <summary>Id or alias of its voice; null means the default.</summary>
    public string? Voice { get; init; }

    /// <summary>Rate of speech, 0.5 to 2.</summary>
    public double SpeechRate { get; init; } = 1;

    /// <summary>Shift of pitch in semitones, −12 to 12.</summary>
    public double Pitch { get; init; }

    /// <summary>How the conversation is led: <c>undefined</c>, <c>companion</c>, <c>roleplay</c>, <c>storytelling</c> or <c>assistant</c>.</summary>
    public ChatStyle ChatStyle { get; init; } = ChatStyle.Companion;

    /// <summary>Rules for the scripted reply engine, first match first.</summary>
    public IReadOnlyList<ScriptRule> Script { get; init; } = [];
}
