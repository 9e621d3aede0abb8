using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Scenarios;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;
using ScenarioRole = Parley.Conversation.Scenarios.ScenarioRole;
using WireRole = Parley.Voxta.Wire.ScenarioRole;

namespace Parley.Server.Voxta.Resources;

/// <summary>Reads a scenario from JSON, in which contexts, actions and events are written as on the wire (specification §7).</summary>
internal static class ScenarioFile
{
    public const int MaxLength = 8 * 1024 * 1024;
    private const int MaxItems = 1_000;

    /// <exception cref="ConversationException">It is no scenario, or larger than allowed.</exception>
    public static Scenario Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxLength)
        {
            throw Invalid("The scenario is larger than 8 MiB.");
        }

        try
        {
            var start = json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
            if (!JsonText.IsReadable(json.Span[start..]))
            {
                throw Invalid("The scenario's JSON holds text that is not Unicode.");
            }

            var file = JsonSerializer.Deserialize(json.Span[start..], ScenarioFileJson.Default.ScenarioFileBody) ?? throw Invalid("The file is no scenario.");
            return ToScenario(file, json.Span);
        }
        catch (JsonException error)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, error.Path is { Length: > 2 and <= 64 } path ? $"The scenario's {path[2..]} cannot be read." : "The scenario's JSON is malformed.", innerException: error);
        }
        catch (HubException error)
        {
            throw Invalid(error.Message + ".");
        }
    }

    private static Scenario ToScenario(ScenarioFileBody file, ReadOnlySpan<byte> json)
    {
        if (string.IsNullOrWhiteSpace(file.Name))
        {
            throw Invalid("The scenario has no name.");
        }

        if (new[] { file.Roles?.Count, file.BootstrapMessages?.Count, file.Contexts?.Count, file.Actions?.Count, file.Events?.Count }.Any(n => n > MaxItems))
        {
            throw Invalid($"A scenario has at most {MaxItems} roles, messages, contexts, actions and events each.");
        }

        var context = WireContext.Payload("_scenario", file.Contexts, file.Actions, file.Events, null, null, null);
        return new Scenario
        {
            Id = file.Id ?? new Guid(SHA256.HashData(json)[..16]),
            Name = file.Name.Trim(),
            Description = file.Description ?? "",
            Client = WireShapes.NullIfEmpty(file.Client),
            Prompt = file.Prompt ?? "",
            IsStory = "Story".Equals(file.ChatFlow, StringComparison.OrdinalIgnoreCase),
            ChatStyle = Enum.TryParse<ChatStyle>(file.ChatStyle, ignoreCase: true, out var style) && Enum.IsDefined(style) ? style : ChatStyle.Companion,
            Roles = [.. (file.Roles ?? []).Select(Role)],
            Bootstrap = [.. (file.BootstrapMessages ?? []).Where(m => m is not null).Select(Message)],
            Contexts = context?.Contexts ?? [],
            Actions = context?.Actions ?? [],
            Events = context?.Events ?? [],
            Script = file.Script is { Length: > TextLimits.MaxMessageLength } ? throw Invalid("The scenario's script is too long.") : file.Script ?? "",
            NarratorId = file.NarratorId,
            AppConfiguration = file.AppConfiguration?.ToDictionary(a => a.Key, a => (IReadOnlyDictionary<string, string>)(a.Value ?? [])) ?? [],
            Unknown = file.Unknown?.ToDictionary(u => u.Key, u => u.Value.Clone()) ?? [],
        };
    }

    private static ScenarioRole Role(WireRole role) => string.IsNullOrWhiteSpace(role?.Name)
        ? throw Invalid("A role of the scenario has no name.")
        : new ScenarioRole(role.Name.Trim(), WireShapes.NullIfEmpty(role.Description), role.DefaultCharacterId);

    private static BootstrapMessage Message(ScenarioFileMessage message) =>
        new(message.Role is { } role ? WireShapes.Role(role) : MessageRole.Assistant, message.Text ?? "", WireShapes.NullIfEmpty(message.ScenarioRole));

    private static ConversationException Invalid(string message) => new(ConversationErrors.InvalidArgument, message);
}

/// <summary>A scenario as its file holds it.</summary>
internal sealed record ScenarioFileBody
{
    public Guid? Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Client { get; set; }

    public string? Prompt { get; set; }

    public string? ChatFlow { get; set; }

    public string? ChatStyle { get; set; }

    public IReadOnlyList<WireRole>? Roles { get; set; }

    public IReadOnlyList<ScenarioFileMessage>? BootstrapMessages { get; set; }

    public IReadOnlyList<ContextDefinition>? Contexts { get; set; }

    public IReadOnlyList<FunctionDefinition>? Actions { get; set; }

    public IReadOnlyList<FunctionDefinition>? Events { get; set; }

    public string? Script { get; set; }

    public Guid? NarratorId { get; set; }

    public Dictionary<string, Dictionary<string, string>?>? AppConfiguration { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>A message that a chat of the scenario begins with.</summary>
internal sealed record ScenarioFileMessage
{
    public ChatMessageRole? Role { get; set; }

    public string? Text { get; set; }

    public string? ScenarioRole { get; set; }
}

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientGuidConverter), typeof(LenientNullableGuidConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(ScenarioFileBody))]
internal sealed partial class ScenarioFileJson : JsonSerializerContext;
