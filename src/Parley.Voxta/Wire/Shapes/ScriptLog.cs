namespace Parley.Voxta.Wire;

/// <summary>A line that a script wrote.</summary>
public sealed record ScriptLog
{
    /// <summary>log, warn or error.</summary>
    public string Level { get; set; } = "";

    /// <summary>The line.</summary>
    public string Message { get; set; } = "";
}
