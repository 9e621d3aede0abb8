namespace Parley.Voxta.Wire;

/// <summary>Asks what the user might say; answered by <see cref="SuggestionsOffered"/>.</summary>
public sealed record RequestSuggestionsMessage : ClientSessionMessage
{
    /// <summary>How suggestions have to begin.</summary>
    public string? Prefix { get; set; }

    /// <summary>How many; default 3.</summary>
    public int Count { get; set; } = 3;
}
