namespace Parley.Voxta.Wire;

/// <summary>Authentication succeeded.</summary>
public sealed record Welcome : ServerMessage
{
    /// <summary>Who is signed in.</summary>
    public UserInfo User { get; init; } = new();

    /// <summary>The user's default character.</summary>
    public CharacterInfo Assistant { get; init; } = new();

    /// <summary>The user's favourite character.</summary>
    public CharacterInfo? Favorite { get; init; }

    /// <summary>API version for this app.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Version of the server.</summary>
    public string VoxtaServerVersion { get; init; } = "";

    /// <summary>Its build.</summary>
    public string? VoxtaServerCommit { get; init; }

    /// <summary>Version last reported by <see cref="RegisterAppMessage"/>.</summary>
    public string? RegisteredClientVersion { get; init; }

    /// <summary>The characters by name.</summary>
    public IReadOnlyList<CharacterInfo>? Characters { get; init; }
}
