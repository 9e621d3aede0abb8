namespace Parley.Voxta.Wire;

/// <summary>A live session.</summary>
public sealed record ChatSessionInfo
{
    /// <summary>The session.</summary>
    public Guid SessionId { get; init; }

    /// <summary>Its chat.</summary>
    public Guid ChatId { get; init; }

    /// <summary>Whose it is.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<CharacterInfo> Characters { get; init; } = [];
}
