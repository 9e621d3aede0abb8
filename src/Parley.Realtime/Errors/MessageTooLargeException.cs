namespace Parley.Realtime;

/// <summary>A message passed the size cap while it was being received; answer it with close code 1009.</summary>
public sealed class MessageTooLargeException : ProtocolViolationException
{
    /// <summary>Creates the error.</summary>
    /// <param name="limit">The cap, in bytes of payload.</param>
    public MessageTooLargeException(int limit)
        : base(RealtimeErrorCodes.MessageTooLarge, $"A message was longer than {limit} bytes.", innerException: null) => Limit = limit;

    /// <summary>The cap that was passed, in bytes.</summary>
    public int Limit { get; }
}
