namespace Parley.Conversation;

/// <summary>The owner of a key: the outermost wall between users' data.</summary>
/// <param name="Value">Non-empty, compared ordinally.</param>
public readonly record struct TenantId(string Value)
{
    /// <summary>The one tenant of a server that requires no keys.</summary>
    public static TenantId Local { get; } = new("local");

    /// <inheritdoc />
    public override string ToString() => Value;
}
