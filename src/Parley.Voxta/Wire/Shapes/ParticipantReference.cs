namespace Parley.Voxta.Wire;

/// <summary>A participant by id and name.</summary>
public sealed record ParticipantReference
{
    /// <summary>The character.</summary>
    public Guid CharacterId { get; init; }

    /// <summary>The same as <see cref="CharacterId"/>.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";
}
