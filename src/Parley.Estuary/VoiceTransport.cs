namespace Parley.Estuary;

/// <summary>The way audio takes.</summary>
public enum VoiceTransport
{
    /// <summary>With the events, as base64.</summary>
    WebSocket,

    /// <summary>WebRTC. Not in this library: voice cannot be started (<c>LIVEKIT_UNAVAILABLE</c>).</summary>
    LiveKit,

    /// <summary>The best that both sides have: here always <see cref="WebSocket"/>.</summary>
    Auto,
}
