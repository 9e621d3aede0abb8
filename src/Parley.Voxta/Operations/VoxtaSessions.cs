using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>Starting, resuming, joining and ending chats.</summary>
/// <remarks>All throw <see cref="VoxtaException"/> when the server refuses, <see cref="RealtimeException"/> when the connection ends, <see cref="TimeoutException"/> when no answer comes.</remarks>
public static class VoxtaSessions
{
    /// <summary>Reports the app's name and version; sent by itself when <see cref="VoxtaClientOptions.Label"/> is set.</summary>
    public static Task RegisterAppAsync(this VoxtaClient client, string label, string? clientVersion = null, CancellationToken cancellationToken = default) =>
        client.SendAsync(new RegisterAppMessage { Label = label, ClientVersion = clientVersion }, cancellationToken);

    /// <summary>Starts a chat with a character.</summary>
    /// <param name="client">The client.</param>
    /// <param name="characterId">The character.</param>
    /// <param name="contexts">Knowledge to begin with; null for none.</param>
    /// <param name="cancellationToken">Ends the wait; the chat may start all the same.</param>
    /// <returns>The started chat; a greeting follows as events.</returns>
    public static Task<ChatStarted> StartChatAsync(this VoxtaClient client, Guid characterId, IReadOnlyList<ContextDefinition>? contexts = null, CancellationToken cancellationToken = default) =>
        client.StartChatAsync(new StartChatMessage { CharacterId = characterId, Contexts = contexts }, cancellationToken);

    /// <summary>Starts a chat with everything the protocol can say.</summary>
    /// <inheritdoc cref="StartChatAsync(VoxtaClient, Guid, IReadOnlyList{ContextDefinition}, CancellationToken)" />
    public static Task<ChatStarted> StartChatAsync(this VoxtaClient client, StartChatMessage message, CancellationToken cancellationToken = default) =>
        client.RequestAsync<ChatStarted>(message, null, cancellationToken);

    /// <summary>Goes on with a stored chat.</summary>
    /// <returns>The chat with its history.</returns>
    public static Task<ChatStarted> ResumeChatAsync(this VoxtaClient client, Guid chatId, CancellationToken cancellationToken = default) =>
        client.RequestAsync<ChatStarted>(new ResumeChatMessage { ChatId = chatId }, started => started.ChatId == chatId || chatId == Guid.Empty, cancellationToken);

    /// <summary>Ends a chat; null ends the one this client owns.</summary>
    public static Task StopChatAsync(this VoxtaClient client, Guid? chatId = null, CancellationToken cancellationToken = default) =>
        client.SendAsync(new StopChatMessage { ChatId = chatId }, cancellationToken);

    /// <summary>Receives a session's events from now on; the first time, a snapshot comes as <see cref="ChatStarted"/>.</summary>
    public static Task SubscribeToChatAsync(this VoxtaClient client, Guid sessionId, Guid? chatId = null, CancellationToken cancellationToken = default) =>
        client.SendAsync(new SubscribeToChatMessage { SessionId = sessionId, ChatId = chatId }, cancellationToken);

    /// <summary>Receives a session's events no longer; with neither id, the active one's.</summary>
    public static async Task UnsubscribeFromChatAsync(this VoxtaClient client, Guid? sessionId = null, Guid? chatId = null, CancellationToken cancellationToken = default) =>
        await client.SendAsync(
            new UnsubscribeFromChatMessage { SessionId = chatId is null ? client.SessionOf(sessionId) : sessionId, ChatId = chatId },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Adds a character to a session.</summary>
    public static Task AddChatParticipantAsync(this VoxtaClient client, Guid characterId, Guid? sessionId = null, string? role = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new AddChatParticipantMessage { SessionId = sessionId, CharacterId = characterId, Role = role }, cancellationToken);

    /// <summary>Removes a character from a session.</summary>
    public static Task RemoveChatParticipantAsync(this VoxtaClient client, Guid characterId, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new RemoveChatParticipantMessage { SessionId = sessionId, CharacterId = characterId }, cancellationToken);

    /// <summary>Changes the chat's title; empty clears it.</summary>
    public static Task UpdateChatAsync(this VoxtaClient client, string title, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new UpdateChatMessage { SessionId = sessionId, Title = title }, cancellationToken);

    /// <summary>Deletes a chat, ending its session first.</summary>
    public static Task DeleteChatAsync(this VoxtaClient client, Guid chatId, CancellationToken cancellationToken = default) =>
        client.SendAsync(new DeleteChatMessage { ChatId = chatId }, cancellationToken);

    /// <summary>Reads a chat's history without starting it. Parley's servers answer; others refuse.</summary>
    public static Task<ChatLoaded> LoadChatAsync(this VoxtaClient client, Guid chatId, CancellationToken cancellationToken = default) =>
        client.RequestAsync<ChatLoaded>(new LoadChatMessage { ChatId = chatId }, loaded => loaded.ChatId == chatId, cancellationToken);
}
