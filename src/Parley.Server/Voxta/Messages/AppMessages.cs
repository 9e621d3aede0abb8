using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Resources;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Messages;

/// <summary>The app itself: registration, diagnostics, resources, and what the user is asked (specification §2.2, §2.4).</summary>
internal static class AppMessages
{
    public static void Register()
    {
        MessageRoutes.On<RegisterAppMessage>(AppRegistration.SaveAsync);
        MessageRoutes.On<InspectAudioInputMessage>((app, m) =>
        {
            app.InspectAudio(m.AudioFrames ?? m.Enabled ?? false, m.SessionId);
            return default;
        });
        MessageRoutes.On<ListResourcesMessage>(async (app, m, call) =>
        {
            var resources = await InstalledResources.ListAsync(app.Services, app.Player.Tenant, m.Resources, m.Kind ?? m.Type, app.Connection.Ending);
            await call.CompleteAsync();
            await app.TellAsync(new ListResourcesResult { Resources = resources });
        });
        MessageRoutes.On<DeployResourceMessage>(async (app, m, call) =>
        {
            var result = await ResourceImport.DeployAsync(app.Services, app.Player.Tenant, m, app.Connection.Ending);
            await call.CompleteAsync();
            await app.TellAsync(result);
        });
        MessageRoutes.On<RequestUserActionMessage>((app, m) =>
        {
            var message = m.Message ?? m.Input?.Message ?? throw new HubException("requestUserAction needs a message");
            app.Services.Interactions.Ask(app, Limited(message, 4096), Limited(m.Url ?? m.Input?.Url, 2048), Limited(m.Input?.ModuleId, 128));
            return default;
        });
        MessageRoutes.On<FulfillUserInteractionRequestMessage>((app, m) =>
            app.Services.Interactions.Close(app.Player, m.RequestId) ? default : throw new HubException("There is no such request"));
    }

    private static string Limited(string? text, int length) => text is null ? "" : text.Length <= length ? text : text[..length];
}
