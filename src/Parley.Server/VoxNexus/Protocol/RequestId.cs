using System.Security.Cryptography;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary><c>req_</c> and 16 of <c>[A-Za-z0-9]</c>.</summary>
internal static class RequestId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Create() => "req_" + RandomNumberGenerator.GetString(Alphabet, 16);
}
