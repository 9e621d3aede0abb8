namespace Parley.Voxta.Wire;

/// <summary>Older spelling of <see cref="PauseChatMessage"/> that also aborts a reply in progress.</summary>
public sealed record PauseMessage : ClientSessionMessage
{
    /// <summary>True stops, false resumes; default true.</summary>
    public bool Pause { get; set; } = true;
}
