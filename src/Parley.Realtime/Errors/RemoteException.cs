namespace Parley.Realtime;

/// <summary>The peer understood and refused. <see cref="RealtimeException.Code"/> is the peer's own.</summary>
public class RemoteException : RealtimeException
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The peer's code.</param>
    /// <param name="message">The peer's words.</param>
    /// <param name="isTransient">Whether the same request may succeed later.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public RemoteException(string code, string message, bool isTransient = false, Exception? innerException = null)
        : base(code, message, isTransient, innerException)
    {
    }
}
