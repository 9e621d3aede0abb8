namespace Parley.Voxta.Wire;

/// <summary>A request was answered or withdrawn.</summary>
public sealed record CloseUserInteractionRequest : ServerMessage
{
    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }
}
