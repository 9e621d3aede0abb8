using Parley.Server.Security;

namespace Parley.Server.Console.Api;

/// <summary>Marks an endpoint of <c>/api/parley</c> and says what a caller needs.</summary>
/// <param name="IsOpen">Whether it answers anybody.</param>
/// <param name="Carriers">Where the key may stand.</param>
/// <param name="Scopes">What the key must allow.</param>
internal sealed record ApiAccess(bool IsOpen, KeyCarriers Carriers, KeyScopes Scopes)
{
    /// <summary>For everybody: nothing private is in it.</summary>
    public static ApiAccess Open { get; } = new(true, KeyCarriers.None, KeyScopes.None);

    /// <summary>What is read and changed of a tenant.</summary>
    public static ApiAccess Private { get; } = new(false, KeyCarriers.Bearer, KeyScopes.Conversation);

    /// <summary>Event streams: browsers cannot give them a header.</summary>
    public static ApiAccess Stream { get; } = new(false, KeyCarriers.Bearer | KeyCarriers.AccessTokenQuery, KeyScopes.Conversation);
}
