namespace Parley.Voxta.Hub;

/// <summary>The other side broke the hub protocol: the connection cannot go on.</summary>
public sealed class HubProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was broken; safe to send to the other side.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public HubProtocolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
