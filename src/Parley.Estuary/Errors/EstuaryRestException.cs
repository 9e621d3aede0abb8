namespace Parley.Estuary;

/// <summary>A REST call was answered with an error; <see cref="EstuaryException.Details"/> is the answer's body.</summary>
public sealed class EstuaryRestException : EstuaryException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">The server's words, or what the status means.</param>
    public EstuaryRestException(int status, string message)
        : base(EstuaryErrorCodes.RestError, message, status is 408 or 429 or >= 500) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>How long the server asks to wait (<c>Retry-After</c>); null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
