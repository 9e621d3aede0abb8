namespace Parley.Voxta.Wire;

/// <summary>Runs a registered action by name.</summary>
public sealed record TriggerActionMessage : ClientSessionMessage
{
    /// <summary>The message it belongs to; unknown means the last one.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>Name of the action; blank asks for a reply.</summary>
    public string? Value { get; set; }

    /// <summary>Its arguments, as pairs or as an object.</summary>
    public ActionArguments? Arguments { get; set; }
}
