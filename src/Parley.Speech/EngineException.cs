namespace Parley.Speech;

/// <summary>An engine could not do its work. Caller mistakes use the BCL's exceptions, cancellation stays cancellation.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="engineId">The engine, e.g. <c>flite</c>.</param>
    /// <param name="failure">What kind of failure it was.</param>
    /// <param name="message">A sentence that is safe to show: no transcript, no key, no path of the user's.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public EngineException(string engineId, EngineFailure failure, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        EngineId = engineId;
        Failure = failure;
    }

    /// <summary>The engine that failed.</summary>
    public string EngineId { get; }

    /// <summary>What kind of failure it was.</summary>
    public EngineFailure Failure { get; }

    /// <summary>Whether the same call may succeed later without a change of settings.</summary>
    public bool IsTransient => Failure is EngineFailure.Busy or EngineFailure.Timeout or EngineFailure.ConnectionLost or EngineFailure.RemoteError;
}
