using Parley.Realtime;

namespace Parley.Estuary;

/// <summary>
/// Everything that an <see cref="EstuaryClient"/> reports as failed; <see cref="RealtimeException.Code"/> is one of
/// <see cref="EstuaryErrorCodes"/>. REST calls throw <see cref="EstuaryRestException"/>. Caller mistakes are the BCL's own exceptions,
/// cancellation is <see cref="OperationCanceledException"/>, an awaited reply that does not come is <see cref="TimeoutException"/>.
/// </summary>
public class EstuaryException : RealtimeException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="EstuaryErrorCodes"/>.</param>
    /// <param name="message">For people; holds no secret.</param>
    /// <param name="isTransient">Whether the same attempt may succeed later.</param>
    /// <param name="innerException">What caused it; null for nothing else.</param>
    public EstuaryException(string code, string message, bool isTransient = false, Exception? innerException = null)
        : base(code, message, isTransient, innerException)
    {
    }

    /// <summary>What the server sent with it: its own code, or the body of a REST error; null for nothing.</summary>
    public string? Details { get; init; }
}
