using System.Text.Json;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Scenarios;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Resources;

/// <summary>Characters, scenarios and the packages they came in as resources (specification §2.2).</summary>
internal static class InstalledResources
{
    public static async ValueTask<IReadOnlyList<ResourceInfo>> ListAsync(
        VoxtaServices services, TenantId tenant, IReadOnlyList<ResourceReference>? asked, string? kind, CancellationToken cancellationToken)
    {
        var installed = new List<ResourceInfo>();
        var characters = await services.Characters.ListAsync(tenant, cancellationToken);
        var scenarios = await services.Scenarios.ListAsync(tenant, cancellationToken);
        foreach (var character in characters)
        {
            installed.Add(new ResourceInfo { Kind = "Character", Id = character.Id, Name = character.DisplayName, Version = character.CharacterVersion.Length > 0 ? character.CharacterVersion : null, Status = "Installed" });
        }

        foreach (var scenario in scenarios)
        {
            installed.Add(new ResourceInfo { Kind = "Scenario", Id = scenario.Id, Name = scenario.Name, Status = "Installed" });
        }

        foreach (var package in Packages(characters, scenarios))
        {
            installed.Add(new ResourceInfo { Kind = "Package", Id = package, Status = "Installed" });
        }

        if (asked is null)
        {
            return kind is null ? installed : [.. installed.Where(r => r.Kind!.Equals(kind, StringComparison.OrdinalIgnoreCase))];
        }

        return [.. asked.Where(a => a is not null).Select(a => installed.FirstOrDefault(r => r.Id == a.Id) ?? new ResourceInfo { Kind = a.Kind, Id = a.Id, Version = a.Version, Status = "Missing" })];
    }

    // What came in a package names it.
    private static IEnumerable<Guid> Packages(IReadOnlyList<Character> characters, IReadOnlyList<Scenario> scenarios) =>
        characters.Select(c => c.Extensions.TryGetValue(PackageCharacter.Extension, out var kept) && kept.ValueKind == JsonValueKind.Object ? PackageOf(kept.EnumerateObject()) : null)
            .Concat(scenarios.Select(s => PackageOf(s.Unknown)))
            .OfType<Guid>()
            .Distinct();

    private static Guid? PackageOf(JsonElement.ObjectEnumerator fields) => PackageOf(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static Guid? PackageOf(IEnumerable<KeyValuePair<string, JsonElement>> fields) =>
        fields.FirstOrDefault(f => f.Key.Equals("packageId", StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } text && text.TryGetGuid(out var id) ? id : null;
}
