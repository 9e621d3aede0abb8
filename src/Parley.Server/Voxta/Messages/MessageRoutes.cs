using Parley.Server.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Messages;

/// <summary>Which handler takes which message; each group of the specification registers its own.</summary>
internal static class MessageRoutes
{
    private static readonly Dictionary<Type, Func<VoxtaApp, ClientMessage, HubCall, ValueTask>> Routes = [];

    static MessageRoutes()
    {
        ListMessages.Register();
        ChatMessages.Register();
        ConversationMessages.Register();
        SpeechMessages.Register();
        ContextMessages.Register();
        AppMessages.Register();
    }

    public static void On<T>(Func<VoxtaApp, T, HubCall, ValueTask> handler)
        where T : ClientMessage => Routes.Add(typeof(T), (app, message, call) => handler(app, (T)message, call));

    public static void On<T>(Func<VoxtaApp, T, ValueTask> handler)
        where T : ClientMessage => Routes.Add(typeof(T), (app, message, _) => handler(app, (T)message));

    public static ValueTask HandleAsync(VoxtaApp app, ClientMessage message, HubCall call) =>
        Routes.TryGetValue(message.GetType(), out var handler)
            ? handler(app, message, call)
            : throw new HubException("The message is not supported");
}
