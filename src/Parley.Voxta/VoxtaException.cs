using Parley.Realtime;

namespace Parley.Voxta;

/// <summary>The server refused a message, or a chat could not be started.</summary>
public sealed class VoxtaException : RemoteException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="VoxtaErrorCodes"/>, or the server's own.</param>
    /// <param name="message">The server's words.</param>
    /// <param name="isTransient">Whether the same message may be taken later.</param>
    public VoxtaException(string code, string message, bool isTransient = false)
        : base(code, message, isTransient)
    {
    }
}
