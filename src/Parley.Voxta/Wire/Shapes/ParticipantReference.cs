namespace Parley.Voxta.Wire;

/// <summary>A participant by id and name.</summary>
public sealed record ParticipantReference
{
    /// <summary>The character.</summary>
    public Guid CharacterId { get; set; }

    /// <summary>The same as <see cref="CharacterId"/>.</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";
}
