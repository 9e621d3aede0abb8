using Microsoft.AspNetCore.Http;
using Parley.Speech;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>What went wrong, for a socket's <c>error</c> message or a REST body. Never holds an exception's text.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Details">More of it, such as the other wrong fields; null for none.</param>
internal sealed record ApiError(string Code, string Message, string? Details = null)
{
    /// <summary>Whether the same request may succeed later.</summary>
    public bool Retryable => Code is ErrorCodes.RateLimitExceeded or ErrorCodes.ConcurrencyLimitExceeded or ErrorCodes.InitTimeout
        or ErrorCodes.IdleTimeout or ErrorCodes.SessionExpired or ErrorCodes.QueueFull or ErrorCodes.BufferOverflow or ErrorCodes.SynthesisFailed
        or ErrorCodes.RecognitionFailed or ErrorCodes.EngineUnavailable or ErrorCodes.Timeout or ErrorCodes.ServerShutdown or ErrorCodes.InternalError;

    /// <summary>The status of a REST answer.</summary>
    public int HttpStatus => Code switch
    {
        ErrorCodes.Unauthorized or ErrorCodes.InvalidApiKey => StatusCodes.Status401Unauthorized,
        ErrorCodes.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCodes.VoiceNotFound or ErrorCodes.ModelNotFound or ErrorCodes.NotFound => StatusCodes.Status404NotFound,
        ErrorCodes.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ErrorCodes.AudioTooLong or ErrorCodes.MessageTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.UpgradeRequired => StatusCodes.Status426UpgradeRequired,
        ErrorCodes.RateLimitExceeded or ErrorCodes.ConcurrencyLimitExceeded or ErrorCodes.QueueFull => StatusCodes.Status429TooManyRequests,
        ErrorCodes.SynthesisFailed or ErrorCodes.RecognitionFailed or ErrorCodes.InternalError => StatusCodes.Status500InternalServerError,
        ErrorCodes.EngineUnavailable or ErrorCodes.ServerShutdown => StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status400BadRequest,
    };

    public static ApiError Missing(string field) => new(ErrorCodes.MissingParameter, $"{field} is required");

    public static ApiError Invalid(string field, string rule) => new(ErrorCodes.InvalidParameter, $"{field} must be {rule}");

    /// <summary>An engine's failure in the protocol's words.</summary>
    public static ApiError FromEngine(EngineException exception, string otherwise) => exception.Failure switch
    {
        EngineFailure.Unavailable or EngineFailure.Busy => new(ErrorCodes.EngineUnavailable, "the speech engine is not available"),
        EngineFailure.Timeout => new(ErrorCodes.Timeout, "the speech engine took too long"),
        EngineFailure.NotSupported => new(otherwise, "the speech engine does not offer what was asked"),
        _ => new(otherwise, "the speech engine failed"),
    };
}
