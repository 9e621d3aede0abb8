namespace Parley.Voxta.Wire;

/// <summary>A chat in a list.</summary>
public sealed record ChatsListItem
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>When it was made, in words.</summary>
    public string? Created { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedTimestamp { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>Whether the user marked it.</summary>
    public bool Favorite { get; set; }

    /// <summary>When it was last live, in words.</summary>
    public string? LastSession { get; set; }

    /// <summary>When it was last live.</summary>
    public DateTimeOffset? LastSessionTimestamp { get; set; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<CharacterInfo> Characters { get; set; } = [];

    /// <summary>Its scenario.</summary>
    public Guid? ScenarioId { get; set; }
}
