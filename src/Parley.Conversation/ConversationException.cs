namespace Parley.Conversation;

/// <summary>A conversation refused what was asked. Engine failures are <see cref="Parley.Speech.EngineException"/>; cancellation stays cancellation.</summary>
public sealed class ConversationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="ConversationErrors"/>.</param>
    /// <param name="message">A sentence that is safe to show: no transcript, no key.</param>
    /// <param name="isTransient">Whether the same call may succeed later.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public ConversationException(string code, string message, bool isTransient = false, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        IsTransient = isTransient;
    }

    /// <summary>Stable code for programs: one of <see cref="ConversationErrors"/>.</summary>
    public string Code { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }
}
