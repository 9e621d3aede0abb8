using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Server.Security;

/// <summary>The form of an API key: <c>est_</c> and 32 characters of <c>[A-Za-z0-9_-]</c>, 192 random bits. Only its SHA-256 is kept.</summary>
internal static class ApiKey
{
    public const string Prefix = "est_";

    /// <summary>Longer ones are refused unhashed.</summary>
    public const int MaxLength = 256;

    public const int HashLength = SHA256.HashSizeInBytes;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    /// <summary>A plain hash suffices: the key is random, there is no dictionary to try.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
