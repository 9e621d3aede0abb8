using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>The service said no: an <c>error</c> message of a socket or an error body of REST.</summary>
public sealed class VoxNexusException : RemoteException
{
    /// <summary>Wraps what the service said.</summary>
    /// <param name="error">The message.</param>
    public VoxNexusException(ErrorMessage error)
        : this(error?.Code ?? throw new ArgumentNullException(nameof(error)), error.Error, error.IsRetryable)
    {
        RequestId = error.RequestId;
        Details = error.Details;
    }

    /// <summary>Creates the error.</summary>
    /// <param name="code">The service's code.</param>
    /// <param name="message">The service's words; empty shows the code instead.</param>
    /// <param name="isTransient">Whether the same may succeed later.</param>
    public VoxNexusException(VoxNexusErrorCode code, string message, bool isTransient)
        : base(code.Value, string.IsNullOrEmpty(message) ? $"The service answered {code.Value}." : message, isTransient) => ErrorCode = code;

    /// <summary>The code with what is known of it.</summary>
    public VoxNexusErrorCode ErrorCode { get; }

    /// <summary>The service's name for the session or request; empty when it gave none.</summary>
    public string RequestId { get; } = string.Empty;

    /// <summary>More of the service's words; null for none.</summary>
    public string? Details { get; }

    /// <summary>The HTTP status of a REST answer; null for a socket's message.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How long the service asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
