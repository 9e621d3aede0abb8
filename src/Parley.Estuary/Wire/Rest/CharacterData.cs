using System.Text.Json;

namespace Parley.Estuary.Wire;

/// <summary>A character as <c>/api/v1/characters</c> tells it.</summary>
public sealed record CharacterData
{
    /// <summary>Unique id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>One line about it; null for none.</summary>
    public string? Tagline { get; set; }

    /// <summary>How it behaves; null for nothing said.</summary>
    public string? Personality { get; set; }

    /// <summary>Where it comes from; null for nothing said.</summary>
    public string? Background { get; set; }

    /// <summary>Address of its picture; null for none.</summary>
    public string? Avatar { get; set; }

    /// <summary>Address of its 3D model; null for none.</summary>
    public string? ModelUrl { get; set; }

    /// <summary>Address of the model's preview; null for none.</summary>
    public string? ModelPreviewUrl { get; set; }

    /// <summary>Where the making of the model stands; null for none.</summary>
    public string? ModelStatus { get; set; }

    /// <summary>Address of the picture the model was made from; null for none.</summary>
    public string? SourceImageUrl { get; set; }

    /// <summary>Who it is, as it was created.</summary>
    public CharacterPersona? Persona { get; set; }

    /// <summary>Its voice.</summary>
    public CharacterVoice? Tts { get; set; }

    /// <summary>Its language model's settings, as the server wrote them; null when not said.</summary>
    public JsonElement? Llm { get; set; }

    /// <summary>What it can do.</summary>
    public IReadOnlyList<CharacterAction>? Actions { get; set; }

    /// <summary>When it was created, ISO 8601; null when unknown.</summary>
    public string? CreatedAt { get; set; }

    /// <summary>When it last changed, ISO 8601; null when unknown.</summary>
    public string? UpdatedAt { get; set; }
}
