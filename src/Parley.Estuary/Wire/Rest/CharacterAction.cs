namespace Parley.Estuary.Wire;

/// <summary>Something a character can do in the client's world.</summary>
public sealed record CharacterAction
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>When to do it.</summary>
    public string? Description { get; set; }
}
