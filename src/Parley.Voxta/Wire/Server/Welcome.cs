namespace Parley.Voxta.Wire;

/// <summary>Authentication succeeded.</summary>
public sealed record Welcome : ServerMessage
{
    /// <summary>Who is signed in.</summary>
    public UserInfo User { get; set; } = new();

    /// <summary>The user's default character.</summary>
    public CharacterInfo Assistant { get; set; } = new();

    /// <summary>The user's favourite character.</summary>
    public CharacterInfo? Favorite { get; set; }

    /// <summary>API version for this app.</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>Version of the server.</summary>
    public string VoxtaServerVersion { get; set; } = "";

    /// <summary>Its build.</summary>
    public string? VoxtaServerCommit { get; set; }

    /// <summary>Version last reported by <see cref="RegisterAppMessage"/>.</summary>
    public string? RegisteredClientVersion { get; set; }

    /// <summary>The characters by name.</summary>
    public IReadOnlyList<CharacterInfo>? Characters { get; set; }
}
