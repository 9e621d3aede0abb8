using Parley.Conversation;
using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Sessions;

/// <summary>What one connection's view of a session depends on.</summary>
internal sealed record SessionView
{
    public required Guid SessionId { get; init; }

    public required Guid ChatId { get; init; }

    public required Player Player { get; init; }

    /// <summary>The player's id on the wire.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Name of the app.</summary>
    public required string Client { get; init; }

    /// <summary>Whether it is this app that records the user: two of them would take the microphone from one another.</summary>
    public bool AsksForMicrophone { get; init; }

    /// <summary>Whether recording stops while a character speaks.</summary>
    public bool PausesRecognition { get; init; }

    /// <summary>The header of <c>chatStarted</c> for the session as it is now.</summary>
    public required Func<SessionSnapshot, ChatConfiguration> Configuration { get; init; }

    /// <summary>Which stored messages are told as <c>message</c> too.</summary>
    public MessageEventPolicy MessageEvents { get; init; }

    /// <summary>Publishes a clip and gives its server-relative URL; null for apps that play no URLs.</summary>
    public Func<SpeechClip, string>? AudioUrl { get; init; }

    /// <summary>Whether the app can take a picture from a source.</summary>
    public Func<string, bool> CanCapture { get; init; } = static _ => false;
}
