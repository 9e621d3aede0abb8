using Parley.Conversation;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Resources;

/// <summary>Characters and scenarios as resources (specification §2.2).</summary>
internal static class InstalledResources
{
    public static async ValueTask<IReadOnlyList<ResourceInfo>> ListAsync(
        VoxtaServices services, TenantId tenant, IReadOnlyList<ResourceReference>? asked, string? kind, CancellationToken cancellationToken)
    {
        var installed = new List<ResourceInfo>();
        foreach (var character in await services.Characters.ListAsync(tenant, cancellationToken))
        {
            installed.Add(new ResourceInfo { Kind = "Character", Id = character.Id, Name = character.DisplayName, Version = character.CharacterVersion.Length > 0 ? character.CharacterVersion : null, Status = "Installed" });
        }

        foreach (var scenario in await services.Scenarios.ListAsync(tenant, cancellationToken))
        {
            installed.Add(new ResourceInfo { Kind = "Scenario", Id = scenario.Id, Name = scenario.Name, Status = "Installed" });
        }

        if (asked is null)
        {
            return kind is null ? installed : [.. installed.Where(r => r.Kind!.Equals(kind, StringComparison.OrdinalIgnoreCase))];
        }

        return [.. asked.Where(a => a is not null).Select(a => installed.FirstOrDefault(r => r.Id == a.Id) ?? new ResourceInfo { Kind = a.Kind, Id = a.Id, Version = a.Version, Status = "Missing" })];
    }
}
