namespace Parley.Estuary.Wire;

/// <summary><c>say_line</c>: the character speaks exactly this.</summary>
public sealed record SayLineMessage
{
    /// <summary>The line; blank ones are ignored.</summary>
    public string? Text { get; set; }

    /// <summary>Whether it comes without speech; null means with it.</summary>
    public bool? TextOnly { get; set; }
}
