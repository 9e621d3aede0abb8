namespace Parley.Realtime;

/// <summary>
/// A bounded queue overflowed because its reader did not keep up, or a peer left its socket unread past the deadline.
/// What was queued until then was delivered; what came after is lost, and this error says so.
/// </summary>
public sealed class SlowConsumerException : RealtimeException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Who was slow, and the bound that was passed.</param>
    public SlowConsumerException(string message)
        : base(RealtimeErrorCodes.SlowConsumer, message, isTransient: true)
    {
    }
}
