using System.Text.Json.Serialization;
using Parley.Server.Security;

namespace Parley.Cli.Commands;

/// <summary>A key as <c>--json</c> prints it.</summary>
internal sealed record KeyFacts
{
    public required string Id { get; init; }

    public required string User { get; init; }

    public string? Label { get; init; }

    public required string[] Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The key itself, right after it was made.</summary>
    public string? Key { get; init; }

    public static KeyFacts Of(KeyRecord record) => new()
    {
        Id = record.Id,
        User = record.Tenant.Value,
        Label = record.Label,
        Scopes = [.. Enum.GetValues<KeyScopes>().Where(s => s is KeyScopes.Speech or KeyScopes.Conversation or KeyScopes.Admin && record.Scopes.HasFlag(s)).Select(s => s.ToString().ToLowerInvariant())],
        CreatedAt = record.CreatedAt,
        RevokedAt = record.RevokedAt,
    };
}

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyFacts))]
[JsonSerializable(typeof(KeyFacts[]))]
internal sealed partial class KeyFactsJson : JsonSerializerContext;
