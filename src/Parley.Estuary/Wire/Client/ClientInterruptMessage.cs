namespace Parley.Estuary.Wire;

/// <summary><c>client_interrupt</c>: stop an answer.</summary>
public sealed record ClientInterruptMessage
{
    /// <summary>The message; null for whatever is current.</summary>
    public string? MessageId { get; set; }
}
