using System.Text.Json;

namespace Parley.Estuary.Wire;

/// <summary>Body of a REST error.</summary>
public sealed record ErrorDetail
{
    /// <summary>A sentence, or an object such as <c>{"error":"insufficient_scope",…}</c>.</summary>
    public JsonElement Detail { get; set; }
}
