namespace Parley.Server.Security;

/// <summary>Where in an HTTP request a key may stand. The first non-empty one, in this order, decides; there is no falling through.</summary>
[Flags]
public enum KeyCarriers
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary><c>Authorization: Bearer KEY</c>, quotes around the key allowed.</summary>
    Bearer = 1,

    /// <summary><c>X-Api-Key: KEY</c>.</summary>
    ApiKeyHeader = 2,

    /// <summary><c>?token=KEY</c>.</summary>
    TokenQuery = 4,

    /// <summary><c>?access_token=KEY</c>.</summary>
    AccessTokenQuery = 8,

    /// <summary>The password of <c>Authorization: Basic</c>, which is what URLs with user information become.</summary>
    BasicPassword = 16,

    /// <summary>VoxNexus: Bearer, then X-Api-Key, then token.</summary>
    VoxNexus = Bearer | ApiKeyHeader | TokenQuery,

    /// <summary>Voxta: Bearer, then access_token, then the Basic password.</summary>
    Voxta = Bearer | AccessTokenQuery | BasicPassword,

    /// <summary>Estuary's REST: Bearer or X-API-Key. Its socket carries the key inside the protocol.</summary>
    EstuaryRest = Bearer | ApiKeyHeader,

    /// <summary>Every place.</summary>
    Any = Bearer | ApiKeyHeader | TokenQuery | AccessTokenQuery | BasicPassword,
}
