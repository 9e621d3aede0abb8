using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Answers a <see cref="UserInteractionRequest"/>.</summary>
public sealed record FulfillUserInteractionRequestMessage : ClientMessage
{
    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>The answer.</summary>
    public JsonElement? Value { get; set; }

    /// <summary>Whether the user refused.</summary>
    public bool? Cancelled { get; set; }
}
