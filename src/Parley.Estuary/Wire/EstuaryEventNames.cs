namespace Parley.Estuary.Wire;

/// <summary>Names of the Socket.IO events of namespace <c>/sdk</c>.</summary>
public static class EstuaryEventNames
{
    /// <summary>The namespace.</summary>
    public const string Namespace = "/sdk";

    /// <summary>Client: the credentials, when they did not come with the namespace's CONNECT.</summary>
    public const string Authenticate = "authenticate";

    /// <summary>Client: a message of the player.</summary>
    public const string Text = "text";

    /// <summary>Client: a line for the character to speak as it stands.</summary>
    public const string SayLine = "say_line";

    /// <summary>Client: speech recognition begins, or the talk key goes down.</summary>
    public const string StartVoice = "start_voice";

    /// <summary>Client: speech recognition ends, or the talk key goes up.</summary>
    public const string StopVoice = "stop_voice";

    /// <summary>Client: microphone audio.</summary>
    public const string StreamAudio = "stream_audio";

    /// <summary>Client: stop what the character says.</summary>
    public const string ClientInterrupt = "client_interrupt";

    /// <summary>Client: the answer's audio has been played.</summary>
    public const string AudioPlaybackComplete = "audio_playback_complete";

    /// <summary>Client: preferences; retired, without effect.</summary>
    public const string UpdatePreferences = "update_preferences";

    /// <summary>Client: a picture from the camera.</summary>
    public const string CameraImage = "camera_image";

    /// <summary>Client asks for, and server sends, access to a LiveKit room.</summary>
    public const string LiveKitToken = "livekit_token";

    /// <summary>Client: the character joins the LiveKit room.</summary>
    public const string LiveKitJoin = "livekit_join";

    /// <summary>Client: the character leaves the LiveKit room.</summary>
    public const string LiveKitLeave = "livekit_leave";

    /// <summary>Client: whether its microphone is muted in LiveKit.</summary>
    public const string LiveKitMute = "livekit_mute";

    /// <summary>Server: the session is open.</summary>
    public const string SessionInfo = "session_info";

    /// <summary>Server: the credentials are refused.</summary>
    public const string AuthError = "auth_error";

    /// <summary>Server: text of an answer.</summary>
    public const string BotResponse = "bot_response";

    /// <summary>Server: speech of an answer.</summary>
    public const string BotVoice = "bot_voice";

    /// <summary>Server: what the player says.</summary>
    public const string SttResponse = "stt_response";

    /// <summary>Server: an answer was interrupted.</summary>
    public const string Interrupt = "interrupt";

    /// <summary>Server: recognition is open.</summary>
    public const string VoiceStarted = "voice_started";

    /// <summary>Server: recognition is closed.</summary>
    public const string VoiceStopped = "voice_stopped";

    /// <summary>Server: recognition failed.</summary>
    public const string VoiceError = "voice_error";

    /// <summary>Server: something failed; the session goes on.</summary>
    public const string Error = "error";

    /// <summary>Server: a quota blocks the operation.</summary>
    public const string QuotaExceeded = "quota_exceeded";

    /// <summary>Server: the session was idle too long; it disconnects.</summary>
    public const string SessionTimeout = "session_timeout";

    /// <summary>Server: nobody spoke for too long; recognition is closed.</summary>
    public const string VoiceTimeout = "voice_timeout";

    /// <summary>Server: a policy refuses the session; it disconnects.</summary>
    public const string SessionRejected = "session_rejected";

    /// <summary>Server: something was learned about the player.</summary>
    public const string MemoryUpdated = "memory_updated";

    /// <summary>Server: the character's motive changed.</summary>
    public const string MotiveUpdated = "motive_updated";

    /// <summary>Server: the character does something.</summary>
    public const string ClientAction = "client_action";

    /// <summary>Server: a picture from the camera is wanted.</summary>
    public const string CameraCapture = "camera_capture";

    /// <summary>Server: the character is in the LiveKit room.</summary>
    public const string LiveKitReady = "livekit_ready";

    /// <summary>Server: LiveKit failed or is not available.</summary>
    public const string LiveKitError = "livekit_error";

    /// <summary>Server: moderation warns, or ends the session.</summary>
    public const string ModerationWarning = "moderation_warning";
}
