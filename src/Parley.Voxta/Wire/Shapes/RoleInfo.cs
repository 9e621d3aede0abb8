namespace Parley.Voxta.Wire;

/// <summary>A scenario role and who plays it.</summary>
public sealed record RoleInfo
{
    /// <summary>The character.</summary>
    public Guid? CharacterId { get; set; }

    /// <summary>Whether it takes part.</summary>
    public bool Enabled { get; set; }
}
