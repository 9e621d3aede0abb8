using Parley.Conversation.Characters;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

internal sealed partial class VoxtaApp
{
    private const int MaxClientName = 200;

    /// <summary>Specification §4.1: completion, welcome, then what a new connection is told. May be repeated.</summary>
    private async ValueTask AuthenticateAsync(AuthenticateMessage message, HubCall call)
    {
        if (string.IsNullOrWhiteSpace(message.Client))
        {
            throw new HubException("authenticate needs the client's name");
        }

        if (message.Client.Length > MaxClientName)
        {
            throw new HubException($"The client's name has more than {MaxClientName} characters");
        }

        // With keys a scope must be known, and admin needs a key that has it; without, what is known is granted (§6.4).
        if (Connection.Caller.KeyId is not null && message.Scope.FirstOrDefault(s => !MayHave(s)) is { } refused)
        {
            await call.CompleteAsync();
            await TellAsync(new ServerError { Message = $"The scope '{(refused.Length <= 64 ? refused : refused[..64])}' is not granted" });
            return;
        }

        var first = Identity is null;
        Identity = new AppIdentity(message.Client, ClientProfile.For(message.Client), message.Capabilities ?? new ClientCapabilities(), Permissions(message.Scope));
        Connection.Traffic.Client = message.Client;
        await call.CompleteAsync();
        await TellAsync(await WelcomeAsync(Identity));
        await TellAsync(new ModuleRuntimeInstances());
        await TellAsync(Configuration);
        if (first)
        {
            Services.Apps.Add(this);
            _watch = Services.Sessions.Watch(Player, OnSessionChange);
        }
        else
        {
            await ReconfigureAsync();
        }

        if (Services.Sessions.List(Player).Count > 0)
        {
            Tell(SessionList());
        }

        Rebind();
        ArmAutoSession();
    }

    // Without keys nobody is kept out: an app that names no scope we know is an app.
    private static AppPermissions Permissions(IReadOnlyList<string> scopes) =>
        PermissionTable.Of(scopes) is not AppPermissions.None and var given ? given : AppPermissions.All;

    private bool MayHave(string scope) =>
        AppScopes.All.Contains(scope, StringComparer.OrdinalIgnoreCase)
        && (!scope.Equals(AppScopes.Admin, StringComparison.OrdinalIgnoreCase) || Connection.Caller.Has(Security.KeyScopes.Admin));

    private async ValueTask<Welcome> WelcomeAsync(AppIdentity identity)
    {
        var characters = await Services.Characters.ListAsync(Player.Tenant, Connection.Ending);
        var assistant = characters.FirstOrDefault(c => c.Id == BuiltInCharacters.DefaultId) ?? characters.FirstOrDefault();
        return new Welcome
        {
            User = WireShapes.User(Player, "User"),
            Assistant = assistant is null ? new CharacterInfo { Name = "Assistant" } : WireShapes.Info(assistant),
            ApiVersion = identity.Profile.ApiVersion,
            VoxtaServerVersion = ParleyVersion.Current,
            RegisteredClientVersion = await Services.Registrations.VersionAsync(Player.Tenant, identity.Client, Connection.Ending),
            Characters = [.. characters.Select(WireShapes.Info)],
        };
    }

    /// <summary>The one set of services this server has.</summary>
    public static IReadOnlyList<ServicesConfiguration> ServiceConfigurations =>
        [new ServicesConfiguration { Id = "default", Name = "Default", IsDefault = true, Services = EmptyObject }];

    // {} is safe for every client; arrays and filled objects are not (§3.1).
    private static Configuration Configuration => new()
    {
        Configurations = ServiceConfigurations,
        Services = EmptyObject,
    };

    private static System.Text.Json.JsonElement EmptyObject { get; } = System.Text.Json.JsonElement.Parse("{}");
}
