namespace Parley.Voxta.Wire;

/// <summary>Runs a script in the chat's script host.</summary>
public sealed record RunScriptMessage : ClientSessionMessage
{
    /// <summary>JavaScript source.</summary>
    public string? Script { get; set; }
}
