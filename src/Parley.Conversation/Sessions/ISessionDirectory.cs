using System.Diagnostics.CodeAnalysis;
using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <summary>Where live sessions are found and started. Thread-safe. Another player's session is answered as if it did not exist.</summary>
public interface ISessionDirectory
{
    /// <summary>
    /// Brings a chat to life, or returns its live session. The session is registered and silent: subscribe and attach, then
    /// <see cref="ConversationSession.BeginAsync"/>.
    /// </summary>
    /// <exception cref="ConversationException">
    /// A chat, character or scenario does not exist (<see cref="ConversationErrors.NotFound"/>), or the player has too many live sessions
    /// (<see cref="ConversationErrors.LimitReached"/>).
    /// </exception>
    ValueTask<SessionStart> StartAsync(SessionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Stores a new chat without bringing it to life; its first session begins it.</summary>
    /// <exception cref="ConversationException">
    /// A character or scenario does not exist (<see cref="ConversationErrors.NotFound"/>), or the chat's id is taken
    /// (<see cref="ConversationErrors.InvalidArgument"/>).
    /// </exception>
    ValueTask<Chat> CreateChatAsync(SessionRequest request, CancellationToken cancellationToken = default);

    /// <summary>The live session of that id.</summary>
    bool TryGet(Player player, Guid sessionId, [NotNullWhen(true)] out ConversationSession? session);

    /// <summary>The live session of that chat.</summary>
    bool TryGetByChat(Player player, Guid chatId, [NotNullWhen(true)] out ConversationSession? session);

    /// <summary>The player's live sessions, most recently active first.</summary>
    IReadOnlyList<ConversationSession> List(Player player);

    /// <summary>Every live session, most recently active first.</summary>
    IReadOnlyList<ConversationSession> ListAll();

    /// <summary>Ends a session and returns when it has ended. False when it does not exist.</summary>
    ValueTask<bool> StopAsync(Player player, Guid sessionId, SessionEndReason reason = SessionEndReason.Stopped, CancellationToken cancellationToken = default);

    /// <summary>Stops the chat's session if it is live, then deletes the chat. False when it does not exist.</summary>
    ValueTask<bool> DeleteChatAsync(Player player, Guid chatId, CancellationToken cancellationToken = default);

    /// <summary>Tells when one of the player's sessions is registered or ends, in order.</summary>
    /// <param name="player">The player.</param>
    /// <param name="onChange">Called outside locks; must neither block nor throw.</param>
    /// <returns>Dispose it to hear no more.</returns>
    IDisposable Watch(Player player, Action<SessionChange> onChange);
}
