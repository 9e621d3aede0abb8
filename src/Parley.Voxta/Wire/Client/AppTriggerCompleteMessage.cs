namespace Parley.Voxta.Wire;

/// <summary>Acknowledges a queued <see cref="AppTrigger"/>.</summary>
public sealed record AppTriggerCompleteMessage : ClientSessionMessage
{
    /// <summary>The trigger.</summary>
    public Guid? TriggerId { get; set; }

    /// <summary>Or the oldest pending one of this name.</summary>
    public string? Name { get; set; }
}
