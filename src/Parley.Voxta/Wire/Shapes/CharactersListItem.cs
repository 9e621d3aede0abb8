namespace Parley.Voxta.Wire;

/// <summary>A character in a list.</summary>
public sealed record CharactersListItem
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its language as a BCP 47 tag.</summary>
    public string? Culture { get; init; }

    /// <summary>Whether it is for adults.</summary>
    public bool ExplicitContent { get; init; }

    /// <summary>Whether the user marked it.</summary>
    public bool Favorite { get; init; }

    /// <summary>Whether lists leave it out.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether it is only used in scenarios.</summary>
    public bool ScenarioOnly { get; init; }

    /// <summary>Whether an app steers it.</summary>
    public bool AppControlled { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Who made it.</summary>
    public string? Creator { get; init; }

    /// <summary>What the maker says.</summary>
    public string? CreatorNotes { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? DateCreated { get; init; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset? DateModified { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? ImportedFrom { get; init; }
}
