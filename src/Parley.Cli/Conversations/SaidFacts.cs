using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Cli.Conversations;

/// <summary>What somebody said, for machines.</summary>
internal sealed record SaidFacts(string Speaker, string Text);

/// <summary>Its form.</summary>
[JsonSerializable(typeof(SaidFacts))]
internal sealed partial class SaidFactsJson : JsonSerializerContext
{
    /// <summary>Writes every script as it is; the result is no part of a web page.</summary>
    public static SaidFactsJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
