namespace Parley.Voxta.Wire;

/// <summary>Stops or resumes automatic continuation.</summary>
public sealed record PauseChatMessage : ClientSessionMessage
{
    /// <summary>True stops, false resumes; default true.</summary>
    public bool Pause { get; set; } = true;
}
