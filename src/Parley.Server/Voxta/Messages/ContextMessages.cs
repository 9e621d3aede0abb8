using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;
using CoreRunScript = Parley.Conversation.Sessions.RunScript;
using CoreTriggerAction = Parley.Conversation.Sessions.TriggerAction;
using CoreUpdateContext = Parley.Conversation.Sessions.UpdateContext;
using CoreUpdateDocument = Parley.Conversation.Sessions.UpdateDocument;

namespace Parley.Server.Voxta.Messages;

/// <summary>Context, actions, scripts and the inspector (specification §2.4, §4.6).</summary>
internal static class ContextMessages
{
    public static void Register()
    {
        MessageRoutes.On<UpdateContextMessage>((app, m) => app.PostAsync(
            m.SessionId,
            new CoreUpdateContext(WireContext.Payload(m.ContextKey, m.Contexts, m.Actions, m.Events, m.SetFlags, m.EnableRoles, m.Variables) ?? new())));
        MessageRoutes.On<TriggerActionMessage>((app, m) => app.PostAsync(
            m.SessionId, new CoreTriggerAction(m.Value ?? "", WireContext.Arguments(m.Arguments), m.MessageId)));
        MessageRoutes.On<UpdateDocumentMessage>((app, m) => app.PostAsync(m.SessionId, new CoreUpdateDocument(m.DocumentId, m.Title, m.Content)));
        MessageRoutes.On<RunScriptMessage>((app, m) => app.PostAsync(m.SessionId, new CoreRunScript(m.Script ?? "")));
        MessageRoutes.On<TriggerScriptEventMessage>((app, m) => app.PostAsync(
            m.SessionId, new RaiseScriptEvent(m.Name ?? m.EventName ?? "", WireContext.Arguments(m.Arguments))));
        MessageRoutes.On<AppTriggerCompleteMessage>((app, m) => app.PostAsync(m.SessionId, new CompleteAppTrigger(m.TriggerId, WireShapes.NullIfEmpty(m.Name))));
        MessageRoutes.On<InspectMessage>(InspectAsync);
    }

    // §4.9: inspectorEnabled on change, memoryUpdated per character, the whole context.
    private static async ValueTask InspectAsync(VoxtaApp app, InspectMessage message)
    {
        var session = app.Session(message.SessionId);
        if (app.Link(session.Id) is not { } link)
        {
            await app.SubscribeAsync(session);
            link = app.Link(session.Id)!;
        }

        if (link.IsInspecting != message.Enabled)
        {
            link.IsInspecting = message.Enabled;
            await app.TellAsync(new InspectorEnabled { SessionId = session.Id, Enabled = message.Enabled, Timestamp = app.Services.Time.GetUtcNow() });
        }

        using var subscription = await session.SubscribeAsync(cancellationToken: app.Connection.Ending);
        foreach (var participant in subscription.Snapshot.Participants)
        {
            await app.TellAsync(link.Memories(participant.Character.Id));
        }

        await app.TellAsync(WireContext.Updated(session.Id, subscription.Snapshot.Context, subscription.Snapshot.Participants, app.Identity!.Client));
    }
}
