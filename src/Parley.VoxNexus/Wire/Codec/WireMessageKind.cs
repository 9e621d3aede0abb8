namespace Parley.VoxNexus.Wire;

/// <summary>The message types this library knows; a peer's others are <see cref="Unknown"/> and keep their name.</summary>
public enum WireMessageKind
{
    /// <summary>A type this library does not know: <see cref="WireFrame.TypeName"/> says which.</summary>
    Unknown,

    /// <summary><c>init</c>, client to server.</summary>
    Init,

    /// <summary><c>text</c>, client to server, text to speech.</summary>
    Text,

    /// <summary><c>audio</c>: input on speech to text, output on text to speech.</summary>
    Audio,

    /// <summary><c>command</c>, client to server.</summary>
    Command,

    /// <summary><c>ping</c>, client to server.</summary>
    Ping,

    /// <summary><c>cancel</c>, client to server; an extension.</summary>
    Cancel,

    /// <summary><c>close</c>, client to server; an extension.</summary>
    Close,

    /// <summary><c>ready</c>, server to client.</summary>
    Ready,

    /// <summary><c>transcript</c>, server to client.</summary>
    Transcript,

    /// <summary><c>flush_done</c>, server to client.</summary>
    FlushDone,

    /// <summary><c>error</c>, server to client.</summary>
    Error,

    /// <summary><c>pong</c>, server to client; an extension.</summary>
    Pong,

    /// <summary><c>llm</c>, server to client; seen on the wire, not documented.</summary>
    Llm,

    /// <summary><c>cancelled</c>, server to client; an extension.</summary>
    Cancelled,

    /// <summary><c>word_timing</c>, server to client; an extension.</summary>
    WordTiming,

    /// <summary><c>speech_started</c>, server to client; an extension.</summary>
    SpeechStarted,

    /// <summary><c>speech_ended</c>, server to client; an extension.</summary>
    SpeechEnded,
}
