using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Answers a <see cref="UserInteractionRequest"/>.</summary>
public sealed record FulfillUserInteractionRequestMessage : ClientMessage
{
    /// <summary>The request.</summary>
    public Guid RequestId { get; init; }

    /// <summary>The answer.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Whether the user refused.</summary>
    public bool? Cancelled { get; init; }
}
