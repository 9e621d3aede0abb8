namespace Parley.Voxta.Wire;

/// <summary>Whose move it is.</summary>
public sealed record ChatFlow : ServerSessionMessage
{
    /// <summary>The state.</summary>
    public ChatFlowState State { get; set; }
}
