namespace Parley.Voxta.Wire;

/// <summary>A character in a list.</summary>
public sealed record CharactersListItem
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its language as a BCP 47 tag.</summary>
    public string? Culture { get; set; }

    /// <summary>Whether it is for adults.</summary>
    public bool ExplicitContent { get; set; }

    /// <summary>Whether the user marked it.</summary>
    public bool Favorite { get; set; }

    /// <summary>Whether lists leave it out.</summary>
    public bool Hidden { get; set; }

    /// <summary>Whether it is only used in scenarios.</summary>
    public bool ScenarioOnly { get; set; }

    /// <summary>Whether an app steers it.</summary>
    public bool AppControlled { get; set; }

    /// <summary>Its version.</summary>
    public string? Version { get; set; }

    /// <summary>Who made it.</summary>
    public string? Creator { get; set; }

    /// <summary>What the maker says.</summary>
    public string? CreatorNotes { get; set; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string>? Tags { get; set; }

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? DateCreated { get; set; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset? DateModified { get; set; }

    /// <summary>Where it comes from.</summary>
    public string? ImportedFrom { get; set; }
}
