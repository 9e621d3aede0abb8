namespace Parley.Voxta.Wire;

/// <summary>A live session.</summary>
public sealed record ChatSessionInfo
{
    /// <summary>The session.</summary>
    public Guid SessionId { get; set; }

    /// <summary>Its chat.</summary>
    public Guid ChatId { get; set; }

    /// <summary>Whose it is.</summary>
    public UserInfo? User { get; set; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<CharacterInfo> Characters { get; set; } = [];
}
