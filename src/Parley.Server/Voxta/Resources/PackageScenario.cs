using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Conversation;
using Parley.Conversation.Scenarios;

namespace Parley.Server.Voxta.Resources;

/// <summary>
/// <c>scenario.json</c> of a package: as a scenario file is written, but for its template, its narrator and its scripts, of which one is
/// run here.
/// </summary>
internal static class PackageScenario
{
    private static readonly JsonDocumentOptions Reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="ConversationException">It is no scenario.</exception>
    public static Scenario Read(byte[] json, List<string> leftOut)
    {
        JsonObject scenario;
        try
        {
            scenario = JsonNode.Parse(VoxtaPackage.WithoutMark(json), new JsonNodeOptions { PropertyNameCaseInsensitive = true }, Reading) as JsonObject
                ?? throw new ConversationException(ConversationErrors.InvalidArgument, "scenario.json of the package is no object.");
        }
        catch (JsonException error)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, "scenario.json of the package cannot be read.", innerException: error);
        }

        var name = Text(scenario, "Name") ?? "A scenario";
        Rename(scenario, "Template", "prompt");
        Rename(scenario, "NarratorCharacterId", "narratorId");
        TakeScript(scenario, name, leftOut);

        // Values by number are the original application's own order, which is not known.
        foreach (var field in new[] { "ChatFlow", "ChatStyle" })
        {
            if (scenario[field]?.GetValueKind() == JsonValueKind.Number)
            {
                if (field == "ChatFlow" && (double?)scenario[field] != 0)
                {
                    leftOut.Add($"{name}: its chat flow, given by a number");
                }

                scenario.Remove(field);
            }
        }

        if (scenario["MemoryBooks"] is JsonArray { Count: > 0 })
        {
            leftOut.Add($"{name}: its memory books");
        }

        if (Text(scenario, "Messages") is { } opening && scenario["bootstrapMessages"] is null)
        {
            // One text in a language of its own.
            leftOut.Add($"{name}: its opening messages ({opening.Length} characters)");
        }

        return ScenarioFile.Read(Encoding.UTF8.GetBytes(scenario.ToJsonString()));
    }

    private static void TakeScript(JsonObject scenario, string name, List<string> leftOut)
    {
        var scripts = (scenario["SharedScripts"] as JsonArray)?.OfType<JsonObject>().Where(s => Text(s, "Content") is not null).ToArray() ?? [];
        var main = scripts.Length == 1 ? scripts[0] : scripts.FirstOrDefault(s => Text(s, "Name") is "index" or "main");
        if (main is not null)
        {
            scenario["script"] = Text(main, "Content");
        }

        if (scripts.Length > (main is null ? 0 : 1))
        {
            leftOut.Add($"{name}: {scripts.Length - (main is null ? 0 : 1)} shared scripts, since a scenario has one script here");
        }
    }

    private static void Rename(JsonObject scenario, string from, string to)
    {
        if (scenario[to] is null && scenario[from] is { } value)
        {
            scenario.Remove(from);
            scenario[to] = value;
        }
    }

    private static string? Text(JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;
}
