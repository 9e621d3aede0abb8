using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>Saying, changing and steering: the messages of a running chat.</summary>
/// <remarks>All throw <see cref="VoxtaException"/> when the server refuses or no session is active, <see cref="RealtimeException"/> when the connection ends, <see cref="TimeoutException"/> when no answer comes.</remarks>
public static class VoxtaConversation
{
    /// <summary>Says something.</summary>
    /// <param name="client">The client.</param>
    /// <param name="text">At most 32,768 UTF-16 units; blank asks for a reply now; commands begin with <c>/</c>.</param>
    /// <param name="sessionId">The session; null for the active one.</param>
    /// <param name="doReply">Whether the character replies; default true.</param>
    /// <param name="doUserInference">Whether actions are inferred from the message; default true.</param>
    /// <param name="doCharacterInference">Whether actions are inferred around the reply; default true.</param>
    /// <param name="cancellationToken">Ends the wait for the completion.</param>
    public static Task SendMessageAsync(this VoxtaClient client, string text, Guid? sessionId = null, bool doReply = true, bool doUserInference = true, bool doCharacterInference = true, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(
            new SendMessage
            {
                SessionId = sessionId,
                Text = text,
                DoReply = doReply,
                DoUserActionInference = doUserInference,
                DoCharacterActionInference = doCharacterInference,
            },
            cancellationToken);

    /// <summary>Changes a message's text; empty deletes it.</summary>
    public static Task UpdateMessageAsync(this VoxtaClient client, Guid messageId, string text, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new UpdateMessage { SessionId = sessionId, MessageId = messageId, Text = text }, cancellationToken);

    /// <summary>Deletes a message.</summary>
    public static Task DeleteMessageAsync(this VoxtaClient client, Guid messageId, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new DeleteMessage { SessionId = sessionId, MessageId = messageId }, cancellationToken);

    /// <summary>Runs a registered action by name; blank asks for a reply.</summary>
    public static Task TriggerActionAsync(this VoxtaClient client, string action, IReadOnlyDictionary<string, string>? arguments = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(
            new TriggerActionMessage
            {
                SessionId = sessionId,
                MessageId = client.LastMessageId,
                Value = action,
                Arguments = Arguments(arguments),
            },
            cancellationToken);

    /// <summary>Aborts the reply in progress, text and speech.</summary>
    public static Task InterruptAsync(this VoxtaClient client, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new InterruptMessage { SessionId = sessionId }, cancellationToken);

    /// <summary>Stops or resumes automatic continuation.</summary>
    /// <param name="client">The client.</param>
    /// <param name="pause">True stops, false resumes.</param>
    /// <param name="sessionId">The session; null for the active one.</param>
    /// <param name="interrupt">Whether stopping also aborts a reply in progress, as the client library's guide describes it; default true.</param>
    /// <param name="cancellationToken">Ends the wait for the completion.</param>
    public static async Task PauseAsync(this VoxtaClient client, bool pause = true, Guid? sessionId = null, bool interrupt = true, CancellationToken cancellationToken = default)
    {
        var message = new PauseChatMessage { SessionId = sessionId, Pause = pause };
        await client.SendInSessionAsync(message, cancellationToken).ConfigureAwait(false);
        if (pause && interrupt && (client.IsThinking || client.IsSpeaking))
        {
            await client.SendAsync(new InterruptMessage { SessionId = message.SessionId }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Generates the last reply again.</summary>
    public static Task RetryAsync(this VoxtaClient client, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new RetryMessage { SessionId = sessionId }, cancellationToken);

    /// <summary>Removes the last user message and all after it, or all after a message.</summary>
    public static Task RevertAsync(this VoxtaClient client, Guid? messageId = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new RevertMessage { SessionId = sessionId, MessageId = messageId }, cancellationToken);

    /// <summary>Asks for a reply now.</summary>
    public static Task TriggerReplyAsync(this VoxtaClient client, Guid? characterId = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new TriggerReplyMessage { SessionId = sessionId, CharacterId = characterId }, cancellationToken);

    /// <summary>The user began typing.</summary>
    public static Task TypingStartAsync(this VoxtaClient client, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new TypingStartMessage { SessionId = sessionId }, cancellationToken);

    /// <summary>The user stopped typing.</summary>
    public static Task TypingEndAsync(this VoxtaClient client, bool sent = true, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new TypingEndMessage { SessionId = sessionId, Sent = sent }, cancellationToken);

    /// <summary>Asks what the user might say.</summary>
    /// <param name="client">The client.</param>
    /// <param name="sessionId">The session; null for the active one.</param>
    /// <param name="count">How many, default 3.</param>
    /// <param name="prefix">How they have to begin; null for anyhow.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<SuggestionsOffered> RequestSuggestionsAsync(this VoxtaClient client, Guid? sessionId = null, int count = 3, string? prefix = null, CancellationToken cancellationToken = default)
    {
        var session = client.SessionOf(sessionId);
        return await client.RequestAsync<SuggestionsOffered>(
            new RequestSuggestionsMessage { SessionId = session, Count = count, Prefix = prefix },
            offered => offered.SessionId == session,
            cancellationToken).ConfigureAwait(false);
    }

    internal static ActionArguments? Arguments(IReadOnlyDictionary<string, string>? arguments) =>
        arguments is null ? null : new ActionArguments(arguments.Select(a => new ActionArgument { Name = a.Key, Value = a.Value }));
}
