namespace Parley.Voxta.Wire;

/// <summary>Automatic continuation was stopped or resumed.</summary>
public sealed record ChatPaused : ServerSessionMessage
{
    /// <summary>Whether it is stopped.</summary>
    public bool Paused { get; set; }
}
