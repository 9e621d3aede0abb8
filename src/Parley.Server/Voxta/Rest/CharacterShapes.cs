using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Rest;

/// <summary>Answer of <c>GET /api/characters</c>.</summary>
internal sealed record CharactersBody(IReadOnlyList<CharactersListItem> Characters);

/// <summary>Answer of <c>GET /api/characters/{id}</c>.</summary>
internal sealed record CharacterBody
{
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public string Personality { get; set; } = "";

    public string Profile { get; set; } = "";

    public string Scenario { get; set; } = "";

    public string MessageExamples { get; set; } = "";

    public string FirstMessage { get; set; } = "";

    public IReadOnlyList<string> AlternativeFirstMessages { get; set; } = [];

    public string SystemPrompt { get; set; } = "";

    public string PostHistoryInstructions { get; set; } = "";

    public string Culture { get; set; } = "";

    public IReadOnlyList<string> Tags { get; set; } = [];

    public string ChatStyle { get; set; } = "";

    public bool ExplicitContent { get; set; }

    public bool Favorite { get; set; }

    public bool NotifyUserAwayReturn { get; set; }

    public IReadOnlyList<Guid> MemoryBooks { get; set; } = [];

    public string CreatorNotes { get; set; } = "";

    public string? Creator { get; set; }

    public string? Version { get; set; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> AppConfiguration { get; set; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public string? ThumbnailUrl { get; set; }

    public DateTimeOffset? DateCreated { get; set; }

    public DateTimeOffset? DateModified { get; set; }
}

/// <summary>Answer of <c>GET /api/characters/tags</c>.</summary>
internal sealed record TagsBody(IReadOnlyList<string> Tags);

/// <summary>Answer of <c>GET /api/characters/{id}/assets</c>. Where the files lie is the server's business.</summary>
internal sealed record AssetsBody(string LocalPath, IReadOnlyList<string> Files);

/// <summary>Answer of <c>GET /api/memory-books</c>.</summary>
internal sealed record MemoryBooksBody(IReadOnlyList<MemoryBookBody> MemoryBooks);

/// <summary>A character's lore-book.</summary>
internal sealed record MemoryBookBody
{
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public string? Description { get; set; }

    public Guid CharacterId { get; set; }

    public int ItemsCount { get; set; }

    public IReadOnlyList<MemoryInfo>? Items { get; set; }
}

/// <summary>Answer of <c>GET /api/scenarios</c>.</summary>
internal sealed record ScenariosBody(IReadOnlyList<ScenarioInfo> Scenarios);
