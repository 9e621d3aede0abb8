namespace Parley.Voxta.Wire;

/// <summary>Deletes everything after a message, or the last exchange.</summary>
public sealed record RevertMessage : ClientSessionMessage
{
    /// <summary>Keep up to here; null removes the last user message and all after it.</summary>
    public Guid? MessageId { get; set; }
}
