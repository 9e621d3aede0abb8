namespace Parley.Voxta.Wire;

/// <summary>A character that takes part in a session.</summary>
public sealed record ChatParticipantInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; set; }

    /// <summary>Its scenario role.</summary>
    public string? ScenarioRole { get; set; }

    /// <summary>Its settings for this app.</summary>
    public IReadOnlyDictionary<string,string>? AppConfiguration { get; set; }

    /// <summary>What its maker says.</summary>
    public string? CreatorNotes { get; set; }

    /// <summary>The service that writes its replies.</summary>
    public string? TextGenService { get; set; }
}
