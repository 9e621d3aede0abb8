namespace Parley.Conversation.Sessions;

/// <summary>A subscriber fell behind by more than its queue holds: its stream ended, the session and other subscribers go on.</summary>
public sealed class SlowConsumerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="capacity">How many events the queue holds.</param>
    public SlowConsumerException(int capacity)
        : base($"The subscriber fell more than {capacity} events behind.") => Capacity = capacity;

    /// <summary>How many events the queue holds.</summary>
    public int Capacity { get; }
}
