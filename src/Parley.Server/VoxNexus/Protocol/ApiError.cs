using Microsoft.AspNetCore.Http;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>What went wrong, for a socket's <c>error</c> message or a REST body. Never holds an exception's text.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Details">More of it, such as the other wrong fields; null for none.</param>
internal sealed record ApiError(VoxNexusErrorCode Code, string Message, string? Details = null)
{
    /// <summary>The status of a REST answer.</summary>
    public int HttpStatus => Code.HttpStatus ?? StatusCodes.Status400BadRequest;

    public static ApiError Missing(string field) => new(VoxNexusErrorCode.MissingParameter, $"{field} is required");

    public static ApiError Invalid(string field, string rule) => new(VoxNexusErrorCode.InvalidParameter, $"{field} must be {rule}");

    /// <summary>An engine's failure in the protocol's words.</summary>
    public static ApiError FromEngine(EngineException exception, VoxNexusErrorCode otherwise) => exception.Failure switch
    {
        EngineFailure.Unavailable or EngineFailure.Busy => new(VoxNexusErrorCode.EngineUnavailable, "the speech engine is not available"),
        EngineFailure.Timeout => new(VoxNexusErrorCode.Timeout, "the speech engine took too long"),
        EngineFailure.NotSupported => new(otherwise, "the speech engine does not offer what was asked"),
        _ => new(otherwise, "the speech engine failed"),
    };

    /// <summary>As a message or body.</summary>
    public ErrorMessage ToMessage(string requestId, string? utteranceId = null) => new()
    {
        Error = Message,
        Code = Code,
        RequestId = requestId,
        Details = Details,
        Retryable = Code.IsRetryable,
        UtteranceId = utteranceId,
    };
}
