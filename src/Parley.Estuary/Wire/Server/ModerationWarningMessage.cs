namespace Parley.Estuary.Wire;

/// <summary><c>moderation_warning</c>.</summary>
public sealed record ModerationWarningMessage
{
    /// <summary><c>warning</c>, or <c>terminated</c>, after which the server disconnects.</summary>
    public string Level { get; set; } = "";

    /// <summary>A sentence.</summary>
    public string? Message { get; set; }
}
