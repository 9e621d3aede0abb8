namespace Parley.Conversation;

/// <summary>A person within a tenant.</summary>
/// <param name="Value">Non-empty, chosen by the client, compared ordinally.</param>
public readonly record struct PlayerId(string Value)
{
    /// <summary>The tenant's default player: who speaks when a client names nobody.</summary>
    public static PlayerId Default { get; } = new("default");

    /// <inheritdoc />
    public override string ToString() => Value;
}
