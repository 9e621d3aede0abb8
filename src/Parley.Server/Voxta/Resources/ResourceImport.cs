using System.Text.Json;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Conversation.Scenarios;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Resources;

/// <summary><c>deployResource</c> (specification §2.2): a character card, a scenario file or a package from an app becomes the tenant's own.</summary>
internal static class ResourceImport
{
    private const int MaxPicture = 8 * 1024 * 1024;

    // Fields that a scenario file has and no character card.
    private static readonly string[] ScenarioFields = ["roles", "bootstrapMessages", "actions", "events", "contexts", "chatFlow"];

    /// <returns>What was installed, or why nothing was.</returns>
    public static async ValueTask<DeployResourceResult> DeployAsync(VoxtaServices services, TenantId tenant, DeployResourceMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var file = Decode(message.Data?.Base64Data, CharacterCard.MaxFileLength) ?? throw Invalid("The message holds no file.");
            var thumbnail = Decode(message.Thumbnail?.Base64Data, MaxPicture) is { } bytes ? Picture(bytes) : null;
            return VoxtaPackage.IsPackage(file) ? await DeployPackageAsync(services, tenant, VoxtaPackage.Read(file), message.Id, cancellationToken)
                : IsScenario(file)
                ? await DeployScenarioAsync(services, tenant, ScenarioFile.Read(file), message.Id, cancellationToken)
                : await DeployCharacterAsync(services, tenant, file, thumbnail, message.Id, cancellationToken);
        }
        catch (ConversationException error)
        {
            return new DeployResourceResult { Success = false, Id = message.Id, Error = error.Message };
        }
    }

    private static async ValueTask<DeployResourceResult> DeployCharacterAsync(
        VoxtaServices services, TenantId tenant, byte[] file, CharacterPicture? thumbnail, Guid? id, CancellationToken cancellationToken)
    {
        var (character, picture) = CharacterCard.Read(file);
        var stored = await services.Characters.SaveAsync(tenant, character with { Id = id ?? character.Id }, cancellationToken);
        if ((thumbnail ?? picture) is { } shown)
        {
            await services.Characters.WritePictureAsync(tenant, stored.Id, shown, cancellationToken);
        }

        return new DeployResourceResult { Success = true, Id = stored.Id, Name = stored.DisplayName, Version = WireShapes.NullIfEmpty(stored.CharacterVersion) };
    }

    // Read whole before anything is stored: a package that cannot be used changes nothing.
    private static async ValueTask<DeployResourceResult> DeployPackageAsync(VoxtaServices services, TenantId tenant, VoxtaPackage package, Guid? id, CancellationToken cancellationToken)
    {
        if (id is { } given && package.Id is null && package.Characters.Count + package.Scenarios.Count == 1)
        {
            // An export of one thing goes by the id the app gives it, as its plain file would.
            package = package with
            {
                Characters = [.. package.Characters.Select(c => (c.Character with { Id = given }, c.Picture))],
                Scenarios = [.. package.Scenarios.Select(s => s with { Id = given })],
            };
        }

        foreach (var (character, picture) in package.Characters)
        {
            var stored = await services.Characters.SaveAsync(tenant, character, cancellationToken);
            if (picture is not null)
            {
                await services.Characters.WritePictureAsync(tenant, stored.Id, picture, cancellationToken);
            }
        }

        foreach (var scenario in package.Scenarios)
        {
            await services.Scenarios.SaveAsync(tenant, scenario, cancellationToken);
        }

        return new DeployResourceResult
        {
            Success = true,
            Id = id ?? package.Id ?? package.Scenarios.FirstOrDefault()?.Id ?? package.Characters[0].Character.Id,
            Name = WireShapes.NullIfEmpty(package.Name) ?? package.Scenarios.FirstOrDefault()?.Name ?? package.Characters[0].Character.DisplayName,
            Version = WireShapes.NullIfEmpty(package.Version),
            LeftOut = package.LeftOut.Count > 0 ? package.LeftOut : null,
        };
    }

    private static async ValueTask<DeployResourceResult> DeployScenarioAsync(VoxtaServices services, TenantId tenant, Scenario scenario, Guid? id, CancellationToken cancellationToken)
    {
        scenario = scenario with { Id = id ?? scenario.Id };
        await services.Scenarios.SaveAsync(tenant, scenario, cancellationToken);
        return new DeployResourceResult { Success = true, Id = scenario.Id, Name = scenario.Name };
    }

    private static byte[]? Decode(string? base64, int maxLength)
    {
        if (string.IsNullOrEmpty(base64))
        {
            return null;
        }

        if (base64.Length / 4L * 3 > maxLength + 3L)
        {
            throw Invalid($"The file is larger than {maxLength / (1024 * 1024)} MiB.");
        }

        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw Invalid("The file is not valid base64.");
        }
    }

    private static bool IsScenario(byte[] file)
    {
        try
        {
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && !document.RootElement.TryGetProperty("spec", out _)
                && document.RootElement.EnumerateObject().Any(p => ScenarioFields.Contains(p.Name, StringComparer.OrdinalIgnoreCase));
        }
        catch (JsonException)
        {
            // A picture, or nothing: the card reader says which.
            return false;
        }
    }

    private static CharacterPicture Picture(byte[] bytes) => PictureFormat.TryRead(bytes) ?? throw Invalid("The thumbnail must be a PNG, JPEG or WebP picture.");

    private static ConversationException Invalid(string message) => new(ConversationErrors.InvalidArgument, message);
}
