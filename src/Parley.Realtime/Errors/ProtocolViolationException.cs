namespace Parley.Realtime;

/// <summary>The peer sent what the protocol does not allow; the connection cannot go on.</summary>
public class ProtocolViolationException : RealtimeException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was violated; holds no content of the message.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public ProtocolViolationException(string message, Exception? innerException = null)
        : this(RealtimeErrorCodes.ProtocolViolation, message, innerException)
    {
    }

    /// <summary>Creates the error with a code of its own.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="message">What was violated.</param>
    /// <param name="innerException">What caused it, or null.</param>
    protected ProtocolViolationException(string code, string message, Exception? innerException)
        : base(code, message, isTransient: false, innerException)
    {
    }
}
