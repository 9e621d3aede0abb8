namespace Parley.Voxta.Wire;

/// <summary>A scenario.</summary>
public sealed record ScenarioInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Chat or Story.</summary>
    public string ChatFlow { get; init; } = "Chat";

    /// <summary>Companion, Roleplay, Storytelling or Assistant.</summary>
    public string? ChatStyle { get; init; }

    /// <summary>Its roles.</summary>
    public IReadOnlyList<ScenarioRole> Roles { get; init; } = [];

    /// <summary>The app it is bound to.</summary>
    public string? Client { get; init; }

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; init; }
}
