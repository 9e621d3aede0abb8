namespace Parley.Voxta.Wire;

/// <summary>A character that takes part in a session.</summary>
public sealed record ChatParticipantInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>Its scenario role.</summary>
    public string? ScenarioRole { get; init; }

    /// <summary>Its settings for this app.</summary>
    public IReadOnlyDictionary<string,string>? AppConfiguration { get; init; }

    /// <summary>What its maker says.</summary>
    public string? CreatorNotes { get; init; }

    /// <summary>The service that writes its replies.</summary>
    public string? TextGenService { get; init; }
}
