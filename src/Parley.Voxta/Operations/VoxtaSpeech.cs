using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>Speech: what characters say aloud, and what the app reports of playing it.</summary>
/// <remarks>All throw <see cref="VoxtaException"/> when the server refuses or no session is active, <see cref="RealtimeException"/> when the connection ends, <see cref="TimeoutException"/> when no answer comes.</remarks>
public static class VoxtaSpeech
{
    /// <summary>Lets a character speak.</summary>
    /// <param name="client">The client.</param>
    /// <param name="characterId">Who speaks.</param>
    /// <param name="sessionId">The session; null for the active one.</param>
    /// <param name="text">Spoken word for word; blank asks for a generated reply.</param>
    /// <param name="cancellationToken">Ends the wait for the completion.</param>
    public static Task CharacterSpeechRequestAsync(this VoxtaClient client, Guid? characterId = null, Guid? sessionId = null, string text = "", CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new CharacterSpeechRequestMessage { SessionId = sessionId, CharacterId = characterId, Text = text }, cancellationToken);

    /// <summary>Speaks a stored message again; null for the last one.</summary>
    public static Task SpeakAsync(this VoxtaClient client, Guid? messageId = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new SpeakMessage { SessionId = sessionId, MessageId = messageId }, cancellationToken);

    /// <summary>Reports that playing a chunk began.</summary>
    /// <param name="client">The client.</param>
    /// <param name="messageId">The reply; null for <see cref="VoxtaClient.LastMessageId"/>.</param>
    /// <param name="startIndex">First UTF-16 unit of the chunk within the reply.</param>
    /// <param name="endIndex">Unit after its last.</param>
    /// <param name="duration">Length of the chunk; zero for text only.</param>
    /// <param name="sessionId">The session; null for the active one.</param>
    /// <param name="cancellationToken">Ends the wait for the completion.</param>
    public static Task SpeechPlaybackStartAsync(this VoxtaClient client, Guid? messageId = null, int startIndex = 0, int endIndex = 0, TimeSpan duration = default, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(
            new SpeechPlaybackStartMessage
            {
                SessionId = sessionId,
                MessageId = messageId ?? client.LastMessageId ?? Guid.Empty,
                StartIndex = startIndex,
                EndIndex = endIndex,
                Duration = duration.TotalSeconds,
            },
            cancellationToken);

    /// <summary>Reports that a whole reply has been played; null for <see cref="VoxtaClient.LastMessageId"/>.</summary>
    public static Task SpeechPlaybackCompleteAsync(this VoxtaClient client, Guid? messageId = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new SpeechPlaybackCompleteMessage { SessionId = sessionId, MessageId = messageId ?? client.LastMessageId ?? Guid.Empty }, cancellationToken);

    /// <summary>Switches microphone diagnostics: <see cref="AudioFrame"/> events.</summary>
    public static Task InspectAudioInputAsync(this VoxtaClient client, bool enabled = true, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendAsync(new InspectAudioInputMessage { SessionId = sessionId ?? client.SessionId, Enabled = enabled, AudioFrames = enabled, SpeechToText = enabled }, cancellationToken);
}
