using System.Buffers.Text;
using System.Security.Cryptography;

namespace Parley.SocketIo.AspNetCore.EngineIo;

internal static class SessionId
{
    /// <summary>120 random bits as 20 URL-safe characters: a session's id is its only secret.</summary>
    public static string Create()
    {
        Span<byte> random = stackalloc byte[15];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
