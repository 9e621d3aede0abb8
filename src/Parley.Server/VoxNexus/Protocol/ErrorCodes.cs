namespace Parley.Server.VoxNexus.Protocol;

/// <summary>The <c>code</c> of an error, on sockets and in REST bodies.</summary>
internal static class ErrorCodes
{
    public const string VoiceNotFound = "VOICE_NOT_FOUND";
    public const string UnsupportedFormat = "UNSUPPORTED_FORMAT";
    public const string Unauthorized = "UNAUTHORIZED";
    public const string InvalidApiKey = "INVALID_API_KEY";
    public const string Forbidden = "FORBIDDEN";
    public const string RateLimitExceeded = "RATE_LIMIT_EXCEEDED";
    public const string ConcurrencyLimitExceeded = "CONCURRENCY_LIMIT_EXCEEDED";
    public const string InvalidJson = "INVALID_JSON";
    public const string InvalidMessage = "INVALID_MESSAGE";
    public const string UnknownMessageType = "UNKNOWN_MESSAGE_TYPE";
    public const string UnknownCommand = "UNKNOWN_COMMAND";
    public const string MissingParameter = "MISSING_PARAMETER";
    public const string InvalidParameter = "INVALID_PARAMETER";
    public const string UnsupportedParameter = "UNSUPPORTED_PARAMETER";
    public const string UnsupportedSampleRate = "UNSUPPORTED_SAMPLE_RATE";
    public const string UnsupportedLanguage = "UNSUPPORTED_LANGUAGE";
    public const string InvalidVoiceConfig = "INVALID_VOICE_CONFIG";
    public const string ModelNotFound = "MODEL_NOT_FOUND";
    public const string NotInitialized = "NOT_INITIALIZED";
    public const string AlreadyInitialized = "ALREADY_INITIALIZED";
    public const string InitTimeout = "INIT_TIMEOUT";
    public const string IdleTimeout = "IDLE_TIMEOUT";
    public const string SessionExpired = "SESSION_EXPIRED";
    public const string TextTooLong = "TEXT_TOO_LONG";
    public const string QueueFull = "QUEUE_FULL";
    public const string InvalidAudioData = "INVALID_AUDIO_DATA";
    public const string AudioTooLong = "AUDIO_TOO_LONG";
    public const string MessageTooLarge = "MESSAGE_TOO_LARGE";
    public const string BufferOverflow = "BUFFER_OVERFLOW";
    public const string SynthesisFailed = "SYNTHESIS_FAILED";
    public const string RecognitionFailed = "RECOGNITION_FAILED";
    public const string EngineUnavailable = "ENGINE_UNAVAILABLE";
    public const string Timeout = "TIMEOUT";
    public const string ServerShutdown = "SERVER_SHUTDOWN";
    public const string InternalError = "INTERNAL_ERROR";
    public const string NotFound = "NOT_FOUND";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string UpgradeRequired = "UPGRADE_REQUIRED";
}
