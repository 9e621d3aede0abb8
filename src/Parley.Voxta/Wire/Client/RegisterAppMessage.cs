using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Reports the app's name and version to the server; answered by a completion only.</summary>
public sealed record RegisterAppMessage : ClientMessage
{
    /// <summary>Version of the app.</summary>
    public string? ClientVersion { get; set; }

    /// <summary>Name shown to people.</summary>
    public string? Label { get; set; }

    /// <summary>Icon as a data URI.</summary>
    public string? IconBase64Url { get; set; }

    /// <summary>Settings form of the app, kept as it is.</summary>
    public JsonElement? ConfigurationForm { get; set; }

    /// <summary>Per-character settings form, kept as it is.</summary>
    public JsonElement? CharacterForm { get; set; }

    /// <summary>Per-scenario settings form, kept as it is.</summary>
    public JsonElement? ScenarioForm { get; set; }

    /// <summary>Script snippets, kept as they are.</summary>
    public JsonElement? ScriptSnippets { get; set; }
}
