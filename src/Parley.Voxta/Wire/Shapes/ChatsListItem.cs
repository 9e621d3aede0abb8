namespace Parley.Voxta.Wire;

/// <summary>A chat in a list.</summary>
public sealed record ChatsListItem
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>When it was made, in words.</summary>
    public string? Created { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedTimestamp { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the user marked it.</summary>
    public bool Favorite { get; init; }

    /// <summary>When it was last live, in words.</summary>
    public string? LastSession { get; init; }

    /// <summary>When it was last live.</summary>
    public DateTimeOffset? LastSessionTimestamp { get; init; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<CharacterInfo> Characters { get; init; } = [];

    /// <summary>Its scenario.</summary>
    public Guid? ScenarioId { get; init; }
}
