using System.Text.Json;

namespace Parley.Estuary.Wire;

/// <summary>Creates or changes a character; every section may be left out.</summary>
public sealed record CharacterRequest
{
    /// <summary>Who it is.</summary>
    public CharacterPersona? Persona { get; set; }

    /// <summary>Settings of the language model: <c>provider</c>, <c>model</c>, <c>temperature</c>, <c>max_tokens</c>, <c>verbosity</c>.</summary>
    public JsonElement? Llm { get; set; }

    /// <summary>Its voice.</summary>
    public CharacterVoice? Tts { get; set; }

    /// <summary>Settings of the recogniser.</summary>
    public JsonElement? Stt { get; set; }

    /// <summary>What it can do.</summary>
    public IReadOnlyList<CharacterAction>? Actions { get; set; }
}
