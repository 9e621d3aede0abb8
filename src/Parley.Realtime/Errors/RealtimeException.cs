namespace Parley.Realtime;

/// <summary>
/// Base of everything a connection can report: <see cref="ConnectionException"/> (the way to the peer is broken),
/// <see cref="ProtocolViolationException"/> (the peer broke the contract), <see cref="RemoteException"/> (the peer said
/// no) and <see cref="SlowConsumerException"/> (somebody does not keep up). Caller mistakes are the BCL's own
/// exceptions, cancellation is <see cref="OperationCanceledException"/>, a deadline is <see cref="TimeoutException"/>.
/// </summary>
public abstract class RealtimeException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">Stable, for programs to switch on.</param>
    /// <param name="message">For people; holds no secret.</param>
    /// <param name="isTransient">Whether the same attempt may succeed later.</param>
    /// <param name="innerException">What caused it, or null.</param>
    protected RealtimeException(string code, string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code ?? throw new ArgumentNullException(nameof(code));
        IsTransient = isTransient;
    }

    /// <summary>Stable code of the failure: one of <see cref="RealtimeErrorCodes"/>, or the peer's own.</summary>
    public string Code { get; }

    /// <summary>True when the same attempt may succeed later without a change by the caller.</summary>
    public bool IsTransient { get; }
}
