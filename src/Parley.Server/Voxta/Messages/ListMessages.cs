using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Messages;

/// <summary>What there is: characters, scenarios, chats (specification §2.2).</summary>
internal static class ListMessages
{
    public static void Register()
    {
        MessageRoutes.On<LoadCharactersListMessage>(async (app, _, call) =>
        {
            var characters = await app.Services.Characters.ListAsync(app.Player.Tenant, app.Connection.Ending);
            await call.CompleteAsync();
            await app.TellAsync(new CharactersListLoaded { Characters = WireShapes.ListItems(characters) });
        });
        MessageRoutes.On<LoadScenariosListMessage>(async (app, _, call) =>
        {
            var scenarios = await app.Services.Scenarios.ListAsync(app.Player.Tenant, app.Connection.Ending);
            await call.CompleteAsync();
            await app.TellAsync(new ScenariosListLoaded
            {
                Scenarios = [.. scenarios.Where(s => s.Client is null || s.Client.Equals(app.Identity!.Client, StringComparison.OrdinalIgnoreCase)).Select(WireShapes.Scenario)],
            });
        });
        MessageRoutes.On<LoadChatsListMessage>(async (app, message, call) =>
        {
            var chats = await ChatList.ReadAsync(app.Services, app.Player, message.CharacterId, message.ScenarioId, app.Connection.Ending);
            await call.CompleteAsync();
            await app.TellAsync(new ChatsListLoaded { Chats = chats });
        });
        MessageRoutes.On<LoadChatMessage>(async (app, message, call) =>
        {
            var loaded = await ChatList.LoadAsync(app, message.ChatId);
            await call.CompleteAsync();
            await app.TellAsync(loaded);
        });
    }
}
