namespace Parley.Estuary;

/// <summary>Codes of <see cref="EstuaryException"/> (specification §8).</summary>
public static class EstuaryErrorCodes
{
    /// <summary>The server could not be reached, or the connection ended before there was a session or an answer.</summary>
    public const string ConnectionFailed = "CONNECTION_FAILED";

    /// <summary>The server refused the credentials.</summary>
    public const string AuthFailed = "AUTH_FAILED";

    /// <summary>Connecting, or an answer about voice, took too long.</summary>
    public const string ConnectionTimeout = "CONNECTION_TIMEOUT";

    /// <summary>A quota is used up.</summary>
    public const string QuotaExceeded = "QUOTA_EXCEEDED";

    /// <summary>There is no way to record or to be heard: the server cannot recognise speech, or an audio library is missing.</summary>
    public const string VoiceNotSupported = "VOICE_NOT_SUPPORTED";

    /// <summary>Voice was started twice.</summary>
    public const string VoiceAlreadyActive = "VOICE_ALREADY_ACTIVE";

    /// <summary>Voice has not been started, or ended meanwhile.</summary>
    public const string VoiceNotActive = "VOICE_NOT_ACTIVE";

    /// <summary>The call belongs to the other <see cref="VoiceMode"/>.</summary>
    public const string VoiceModeMismatch = "VOICE_MODE_MISMATCH";

    /// <summary>LiveKit was asked for and is not there.</summary>
    public const string LiveKitUnavailable = "LIVEKIT_UNAVAILABLE";

    /// <summary>The microphone cannot be used.</summary>
    public const string MicrophoneDenied = "MICROPHONE_DENIED";

    /// <summary>There is no session now.</summary>
    public const string NotConnected = "NOT_CONNECTED";

    /// <summary>A REST call was answered with an error.</summary>
    public const string RestError = "REST_ERROR";

    /// <summary>The server reported an error without a code of this list.</summary>
    public const string Unknown = "UNKNOWN";
}
