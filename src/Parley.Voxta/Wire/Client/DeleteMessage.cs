namespace Parley.Voxta.Wire;

/// <summary>Deletes a message.</summary>
public sealed record DeleteMessage : ClientSessionMessage
{
    /// <summary>The message.</summary>
    public Guid MessageId { get; set; }
}
