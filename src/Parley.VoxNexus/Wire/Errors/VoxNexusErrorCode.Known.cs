using System.Net.WebSockets;

namespace Parley.VoxNexus.Wire;

public readonly partial struct VoxNexusErrorCode
{
    private static readonly Dictionary<string, ErrorFacts> Table = new(StringComparer.Ordinal)
    {
        ["VOICE_NOT_FOUND"] = new(404, null, false),
        ["UNSUPPORTED_FORMAT"] = new(400, null, false),
        ["UNAUTHORIZED"] = new(401, null, false),
        ["INVALID_API_KEY"] = new(401, WebSocketCloseStatus.PolicyViolation, false),
        ["FORBIDDEN"] = new(403, null, false),
        ["RATE_LIMIT_EXCEEDED"] = new(429, WebSocketCloseStatus.PolicyViolation, true),
        ["CONCURRENCY_LIMIT_EXCEEDED"] = new(429, null, true),
        ["QUOTA_EXCEEDED"] = new(429, WebSocketCloseStatus.PolicyViolation, false),
        ["INVALID_JSON"] = new(400, null, false),
        ["INVALID_MESSAGE"] = new(400, null, false),
        ["UNKNOWN_MESSAGE_TYPE"] = new(null, null, false),
        ["UNKNOWN_COMMAND"] = new(null, null, false),
        ["MISSING_PARAMETER"] = new(400, null, false),
        ["INVALID_PARAMETER"] = new(400, null, false),
        ["UNSUPPORTED_PARAMETER"] = new(400, null, false),
        ["UNSUPPORTED_SAMPLE_RATE"] = new(400, null, false),
        ["UNSUPPORTED_LANGUAGE"] = new(400, null, false),
        ["INVALID_VOICE_CONFIG"] = new(400, null, false),
        ["MODEL_NOT_FOUND"] = new(404, null, false),
        ["NOT_INITIALIZED"] = new(null, null, false),
        ["ALREADY_INITIALIZED"] = new(null, null, false),
        ["INIT_TIMEOUT"] = new(null, WebSocketCloseStatus.PolicyViolation, true),
        ["IDLE_TIMEOUT"] = new(null, WebSocketCloseStatus.PolicyViolation, true),
        ["SESSION_EXPIRED"] = new(null, WebSocketCloseStatus.EndpointUnavailable, true),
        ["TEXT_TOO_LONG"] = new(400, null, false),
        ["QUEUE_FULL"] = new(429, null, true),
        ["INVALID_AUDIO_DATA"] = new(400, null, false),
        ["AUDIO_TOO_LONG"] = new(413, null, false),
        ["MESSAGE_TOO_LARGE"] = new(413, WebSocketCloseStatus.MessageTooBig, false),
        ["BUFFER_OVERFLOW"] = new(null, WebSocketCloseStatus.PolicyViolation, true),
        ["SLOW_CONSUMER"] = new(null, WebSocketCloseStatus.PolicyViolation, true),
        ["SYNTHESIS_FAILED"] = new(500, null, true),
        ["RECOGNITION_FAILED"] = new(500, null, true),
        ["ENGINE_UNAVAILABLE"] = new(503, null, true),
        ["TIMEOUT"] = new(504, null, true),
        ["SERVER_SHUTDOWN"] = new(503, WebSocketCloseStatus.EndpointUnavailable, true),
        ["INTERNAL_ERROR"] = new(500, WebSocketCloseStatus.InternalServerError, true),
        ["NOT_FOUND"] = new(404, null, false),
        ["METHOD_NOT_ALLOWED"] = new(405, null, false),
        ["UPGRADE_REQUIRED"] = new(426, null, false),
    };

    /// <summary>The voice id is not known. Documented by VoxNexus.</summary>
    public static VoxNexusErrorCode VoiceNotFound { get; } = new("VOICE_NOT_FOUND");

    /// <summary>The audio format, codec or content type is not supported (415 for a REST content type). Documented by VoxNexus.</summary>
    public static VoxNexusErrorCode UnsupportedFormat { get; } = new("UNSUPPORTED_FORMAT");

    /// <summary>No credential was given; a socket's upgrade is refused.</summary>
    public static VoxNexusErrorCode Unauthorized { get; } = new("UNAUTHORIZED");

    /// <summary>The credential is wrong, revoked or expired; a running socket closes with 1008.</summary>
    public static VoxNexusErrorCode InvalidApiKey { get; } = new("INVALID_API_KEY");

    /// <summary>The key lacks permission, or the origin is not allowed.</summary>
    public static VoxNexusErrorCode Forbidden { get; } = new("FORBIDDEN");

    /// <summary>Too many requests; comes with <c>Retry-After</c>.</summary>
    public static VoxNexusErrorCode RateLimitExceeded { get; } = new("RATE_LIMIT_EXCEEDED");

    /// <summary>Too many sockets or requests at once; comes with <c>Retry-After</c>.</summary>
    public static VoxNexusErrorCode ConcurrencyLimitExceeded { get; } = new("CONCURRENCY_LIMIT_EXCEEDED");

    /// <summary>The credits are used up.</summary>
    public static VoxNexusErrorCode QuotaExceeded { get; } = new("QUOTA_EXCEEDED");

    /// <summary>The message is not JSON; ten in a row close with 1007.</summary>
    public static VoxNexusErrorCode InvalidJson { get; } = new("INVALID_JSON");

    /// <summary>Not an object, no string <c>type</c>, or a required member is missing; ten in a row close with 1008.</summary>
    public static VoxNexusErrorCode InvalidMessage { get; } = new("INVALID_MESSAGE");

    /// <summary>The <c>type</c> is not known on this endpoint.</summary>
    public static VoxNexusErrorCode UnknownMessageType { get; } = new("UNKNOWN_MESSAGE_TYPE");

    /// <summary>The <c>command</c> is not known.</summary>
    public static VoxNexusErrorCode UnknownCommand { get; } = new("UNKNOWN_COMMAND");

    /// <summary>A required field is absent or empty.</summary>
    public static VoxNexusErrorCode MissingParameter { get; } = new("MISSING_PARAMETER");

    /// <summary>A field has the wrong type or is out of range; the message names it.</summary>
    public static VoxNexusErrorCode InvalidParameter { get; } = new("INVALID_PARAMETER");

    /// <summary>A recognised field asks for what is not offered.</summary>
    public static VoxNexusErrorCode UnsupportedParameter { get; } = new("UNSUPPORTED_PARAMETER");

    /// <summary>The sample rate is not in the set.</summary>
    public static VoxNexusErrorCode UnsupportedSampleRate { get; } = new("UNSUPPORTED_SAMPLE_RATE");

    /// <summary>The voice or model does not offer the language.</summary>
    public static VoxNexusErrorCode UnsupportedLanguage { get; } = new("UNSUPPORTED_LANGUAGE");

    /// <summary>A member of <c>voice_config</c> has the wrong type.</summary>
    public static VoxNexusErrorCode InvalidVoiceConfig { get; } = new("INVALID_VOICE_CONFIG");

    /// <summary>The model id is not known.</summary>
    public static VoxNexusErrorCode ModelNotFound { get; } = new("MODEL_NOT_FOUND");

    /// <summary>Input came before a successful <c>init</c>; allowed again after one.</summary>
    public static VoxNexusErrorCode NotInitialized { get; } = new("NOT_INITIALIZED");

    /// <summary><c>init</c> came at a moment when it is not allowed.</summary>
    public static VoxNexusErrorCode AlreadyInitialized { get; } = new("ALREADY_INITIALIZED");

    /// <summary>No valid <c>init</c> came in time.</summary>
    public static VoxNexusErrorCode InitTimeout { get; } = new("INIT_TIMEOUT");

    /// <summary>The client was silent for too long.</summary>
    public static VoxNexusErrorCode IdleTimeout { get; } = new("IDLE_TIMEOUT");

    /// <summary>The longest session length was reached.</summary>
    public static VoxNexusErrorCode SessionExpired { get; } = new("SESSION_EXPIRED");

    /// <summary>A text limit was passed.</summary>
    public static VoxNexusErrorCode TextTooLong { get; } = new("TEXT_TOO_LONG");

    /// <summary>Too many utterances wait.</summary>
    public static VoxNexusErrorCode QueueFull { get; } = new("QUEUE_FULL");

    /// <summary>Base64 or an audio container is broken; twenty in a row close with 1007.</summary>
    public static VoxNexusErrorCode InvalidAudioData { get; } = new("INVALID_AUDIO_DATA");

    /// <summary>The audio passes the REST duration limit.</summary>
    public static VoxNexusErrorCode AudioTooLong { get; } = new("AUDIO_TOO_LONG");

    /// <summary>A message or body passes the size limit.</summary>
    public static VoxNexusErrorCode MessageTooLarge { get; } = new("MESSAGE_TOO_LARGE");

    /// <summary>The input backlog stayed full for too long.</summary>
    public static VoxNexusErrorCode BufferOverflow { get; } = new("BUFFER_OVERFLOW");

    /// <summary>The client does not read.</summary>
    public static VoxNexusErrorCode SlowConsumer { get; } = new("SLOW_CONSUMER");

    /// <summary>The engine failed on an utterance.</summary>
    public static VoxNexusErrorCode SynthesisFailed { get; } = new("SYNTHESIS_FAILED");

    /// <summary>The engine failed on a session.</summary>
    public static VoxNexusErrorCode RecognitionFailed { get; } = new("RECOGNITION_FAILED");

    /// <summary>The engine's model is missing, broken or busy.</summary>
    public static VoxNexusErrorCode EngineUnavailable { get; } = new("ENGINE_UNAVAILABLE");

    /// <summary>The engine took too long.</summary>
    public static VoxNexusErrorCode Timeout { get; } = new("TIMEOUT");

    /// <summary>The server is draining.</summary>
    public static VoxNexusErrorCode ServerShutdown { get; } = new("SERVER_SHUTDOWN");

    /// <summary>A fault of the server itself.</summary>
    public static VoxNexusErrorCode InternalError { get; } = new("INTERNAL_ERROR");

    /// <summary>No such path.</summary>
    public static VoxNexusErrorCode NotFound { get; } = new("NOT_FOUND");

    /// <summary>The path does not take this method.</summary>
    public static VoxNexusErrorCode MethodNotAllowed { get; } = new("METHOD_NOT_ALLOWED");

    /// <summary>The path takes WebSocket upgrades only.</summary>
    public static VoxNexusErrorCode UpgradeRequired { get; } = new("UPGRADE_REQUIRED");
}
