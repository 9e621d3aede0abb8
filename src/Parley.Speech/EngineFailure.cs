namespace Parley.Speech;

/// <summary>Why an engine failed: a caller decides by this, never by the message.</summary>
public enum EngineFailure
{
    /// <summary>A library, model, program or key is missing: the engine cannot run here.</summary>
    Unavailable,

    /// <summary>All decoders, processes or remote slots stayed in use for the whole allowed wait.</summary>
    Busy,

    /// <summary>The engine did not answer in time.</summary>
    Timeout,

    /// <summary>The connection to a remote engine broke.</summary>
    ConnectionLost,

    /// <summary>A remote engine refused the credentials (401 or 403).</summary>
    Unauthorized,

    /// <summary>A remote engine answered with an error of its own (429, 5xx, an error message).</summary>
    RemoteError,

    /// <summary>The engine's answer could not be understood.</summary>
    InvalidAnswer,

    /// <summary>The engine does not offer what was asked (language, voice, format).</summary>
    NotSupported,

    /// <summary>The engine broke while working.</summary>
    Failed,
}
