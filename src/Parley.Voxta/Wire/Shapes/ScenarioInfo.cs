namespace Parley.Voxta.Wire;

/// <summary>A scenario.</summary>
public sealed record ScenarioInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Chat or Story.</summary>
    public string ChatFlow { get; set; } = "Chat";

    /// <summary>Companion, Roleplay, Storytelling or Assistant.</summary>
    public string? ChatStyle { get; set; }

    /// <summary>Its roles.</summary>
    public IReadOnlyList<ScenarioRole> Roles { get; set; } = [];

    /// <summary>The app it is bound to.</summary>
    public string? Client { get; set; }

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; set; }
}
