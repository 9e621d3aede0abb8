using Parley.Conversation;
using Parley.Conversation.Speakers;

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

    /// <summary>Which stored messages are told as <c>message</c> too.</summary>
    public MessageEventPolicy MessageEvents { get; init; }

    /// <summary>Publishes a clip and gives its server-relative URL; null for apps that play no URLs.</summary>
    public Func<SpeechClip, string>? AudioUrl { get; init; }

    /// <summary>Whether the app can take a picture from a source.</summary>
    public Func<string, bool> CanCapture { get; init; } = static _ => false;
}
