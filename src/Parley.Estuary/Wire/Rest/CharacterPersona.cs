namespace Parley.Estuary.Wire;

/// <summary>Who a character is.</summary>
public sealed record CharacterPersona
{
    /// <summary>Its name; null keeps the present one, or means <c>New Character</c>.</summary>
    public string? Name { get; set; }

    /// <summary>One line about it; null keeps the present one.</summary>
    public string? Tagline { get; set; }

    /// <summary>How it behaves; null keeps the present text.</summary>
    public string? Personality { get; set; }

    /// <summary>Where it comes from; null keeps the present text.</summary>
    public string? Background { get; set; }

    /// <summary>Instructions for the model; null keeps the present ones.</summary>
    public string? SystemPrompt { get; set; }
}
