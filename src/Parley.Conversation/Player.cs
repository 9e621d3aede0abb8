namespace Parley.Conversation;

/// <summary>Whose chats, sessions and memories: every look-up carries it, so that nobody sees another's.</summary>
/// <param name="Tenant">The owner of the key.</param>
/// <param name="Id">The person within it.</param>
public readonly record struct Player(TenantId Tenant, PlayerId Id)
{
    /// <summary>The default player of the local tenant.</summary>
    public static Player Local { get; } = new(TenantId.Local, PlayerId.Default);

    /// <inheritdoc />
    public override string ToString() => $"{Tenant}/{Id}";
}
