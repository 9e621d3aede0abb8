using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>Context, scripts and what the app and its user are asked for.</summary>
/// <remarks>All throw <see cref="VoxtaException"/> when the server refuses or no session is active, <see cref="RealtimeException"/> when the connection ends, <see cref="TimeoutException"/> when no answer comes.</remarks>
public static class VoxtaContext
{
    /// <summary>Injects knowledge, actions, events and flags. A list that is null is left as it is, an empty one is cleared.</summary>
    /// <param name="client">The client.</param>
    /// <param name="contextKey">Namespace the lists belong to; null for <c>Main</c>.</param>
    /// <param name="contexts">Knowledge.</param>
    /// <param name="actions">Actions the character may choose.</param>
    /// <param name="events">Events that conditions fire.</param>
    /// <param name="setFlags">Flags to set; <c>!name</c> unsets.</param>
    /// <param name="enableRoles">Roles to switch.</param>
    /// <param name="sessionId">The session; null for the active one.</param>
    /// <param name="cancellationToken">Ends the wait for the completion.</param>
    public static Task UpdateContextAsync(
        this VoxtaClient client,
        string? contextKey = null,
        IReadOnlyList<ContextDefinition>? contexts = null,
        IReadOnlyList<FunctionDefinition>? actions = null,
        IReadOnlyList<FunctionDefinition>? events = null,
        IReadOnlyList<string>? setFlags = null,
        IReadOnlyDictionary<string, bool>? enableRoles = null,
        Guid? sessionId = null,
        CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(
            new UpdateContextMessage
            {
                SessionId = sessionId,
                ContextKey = contextKey,
                Contexts = contexts,
                Actions = actions,
                Events = events,
                SetFlags = setFlags,
                EnableRoles = enableRoles,
            },
            cancellationToken);

    /// <summary>Switches the session's inspector.</summary>
    public static Task InspectAsync(this VoxtaClient client, bool enabled = true, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new InspectMessage { SessionId = sessionId, Enabled = enabled }, cancellationToken);

    /// <summary>Tells the character something the user does not see.</summary>
    public static Task SendSecretAsync(this VoxtaClient client, string text, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new SendSecretMessage { SessionId = sessionId, Text = text }, cancellationToken);

    /// <summary>Adds a note that triggers no reply.</summary>
    public static Task SendNoteAsync(this VoxtaClient client, string text, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new SendNoteMessage { SessionId = sessionId, Text = text }, cancellationToken);

    /// <summary>Adds instructions for the model.</summary>
    public static Task SendInstructionsAsync(this VoxtaClient client, string text, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new SendInstructionsMessage { SessionId = sessionId, Text = text }, cancellationToken);

    /// <summary>Creates, changes or deletes a document of the chat; a null id creates one, null title and content delete it.</summary>
    public static Task UpdateDocumentAsync(this VoxtaClient client, Guid? documentId, string? title, string? content, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new UpdateDocumentMessage { SessionId = sessionId, DocumentId = documentId, Title = title, Content = content }, cancellationToken);

    /// <summary>Runs a script in the chat's script host; with the inspector on, <see cref="InspectorScriptExecuted"/> reports it.</summary>
    public static Task RunScriptAsync(this VoxtaClient client, string script, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new RunScriptMessage { SessionId = sessionId, Script = script }, cancellationToken);

    /// <summary>Raises the script event <c>app:NAME</c>.</summary>
    public static Task TriggerScriptEventAsync(this VoxtaClient client, string name, IReadOnlyDictionary<string, string>? arguments = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new TriggerScriptEventMessage { SessionId = sessionId, Name = name, Arguments = VoxtaConversation.Arguments(arguments) }, cancellationToken);

    /// <summary>Acknowledges a queued <see cref="AppTrigger"/>, so that the script goes on.</summary>
    public static Task AppTriggerCompleteAsync(this VoxtaClient client, Guid triggerId, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new AppTriggerCompleteMessage { SessionId = sessionId, TriggerId = triggerId }, cancellationToken);

    /// <summary>Asks the user's apps to do something; they receive <see cref="UserInteractionRequest"/>.</summary>
    public static Task RequestUserActionAsync(this VoxtaClient client, string message, string? url = null, Guid? sessionId = null, CancellationToken cancellationToken = default) =>
        client.SendInSessionAsync(new RequestUserActionMessage { SessionId = sessionId, Message = message, Url = url }, cancellationToken);

    /// <summary>Answers a <see cref="UserInteractionRequest"/>.</summary>
    public static Task FulfillUserInteractionAsync(this VoxtaClient client, Guid requestId, bool cancelled = false, CancellationToken cancellationToken = default) =>
        client.SendAsync(new FulfillUserInteractionRequestMessage { RequestId = requestId, Cancelled = cancelled }, cancellationToken);
}
