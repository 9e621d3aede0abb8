namespace Parley.Voxta.Wire;

/// <summary>Raises the script event <c>app:NAME</c>.</summary>
public sealed record TriggerScriptEventMessage : ClientSessionMessage
{
    /// <summary>Name of the event.</summary>
    public string? Name { get; set; }

    /// <summary>Another spelling of <see cref="Name"/> that is accepted.</summary>
    public string? EventName { get; set; }

    /// <summary>Its arguments.</summary>
    public ActionArguments? Arguments { get; set; }
}
