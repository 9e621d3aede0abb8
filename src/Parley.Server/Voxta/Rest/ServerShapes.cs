using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Rest;

/// <summary>Answer of <c>GET /api/profile</c> and <c>POST /api/auth/test</c>.</summary>
internal sealed record ProfileBody(Guid Id, string Name, IReadOnlyList<string> Scopes);

/// <summary>Answer of <c>GET /api/cultures</c>.</summary>
internal sealed record CulturesBody(IReadOnlyList<CultureBody> Cultures);

/// <summary>A language that something here speaks or understands.</summary>
internal sealed record CultureBody(string Name, string Label, bool Speaks, bool Understands);

/// <summary>Answer of <c>GET /api/configurations</c>.</summary>
internal sealed record ConfigurationsBody(IReadOnlyList<ServicesConfiguration> Configurations);

/// <summary>Answer of <c>GET /api/apps</c>.</summary>
internal sealed record AppsBody(IReadOnlyList<AppBody> Apps);

/// <summary>An app that registered: its <c>registerApp</c> message as it came.</summary>
internal sealed record AppBody(string Client, System.Text.Json.JsonElement Registration);

/// <summary>Body of <c>POST /api/sessions</c>.</summary>
internal sealed record NewSessionBody
{
    public Guid? ChatId { get; set; }

    public Guid? CharacterId { get; set; }

    public IReadOnlyList<Guid>? CharacterIds { get; set; }

    public Guid? ScenarioId { get; set; }

    public Dictionary<string, Guid>? Roles { get; set; }

    public string? Title { get; set; }

    public bool Ephemeral { get; set; }

    public bool UseChatMemory { get; set; }
}

/// <summary>Answer of <c>GET /api/sessions</c>.</summary>
internal sealed record SessionsBody(IReadOnlyList<SessionBody> Sessions);

/// <summary>A running chat.</summary>
internal sealed record SessionBody
{
    public Guid SessionId { get; set; }

    public Guid ChatId { get; set; }

    public UserInfo? User { get; set; }

    public IReadOnlyList<CharacterInfo> Characters { get; set; } = [];

    public DateTimeOffset Started { get; set; }

    /// <summary>Whether it goes on without any connection.</summary>
    public bool ServerOwned { get; set; }
}
