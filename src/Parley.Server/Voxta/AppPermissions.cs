using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

/// <summary>What an app's scopes let it do (specification §6.4).</summary>
[Flags]
internal enum AppPermissions
{
    None = 0,
    ChatStart = 1,
    MessageWrite = 2,
    BroadcastRead = 4,
    BroadcastWrite = 8,
    CharactersRead = 16,
    ChatsRead = 32,
    ChatsDelete = 64,
    ResourcesRead = 128,
    ResourcesWrite = 256,
    ServicesRead = 512,
    AudioRead = 1024,
    All = (2 * AudioRead) - 1,
}

/// <summary>Which scopes give which permissions, and which message needs which.</summary>
internal static class PermissionTable
{
    /// <summary>What the scopes give together; unknown ones give nothing.</summary>
    public static AppPermissions Of(IEnumerable<string> scopes) => scopes.Aggregate(AppPermissions.None, (all, scope) => all | Of(scope));

    /// <summary>What a message needs. Session messages need one thing in a session of one's own and another in those of others.</summary>
    public static AppPermissions Needed(ClientMessage message, bool isOwnSession) => message switch
    {
        StartChatMessage or ResumeChatMessage or StopChatMessage => AppPermissions.ChatStart,
        DeleteChatMessage => AppPermissions.ChatsDelete,
        LoadChatsListMessage or LoadChatMessage => AppPermissions.ChatsRead,
        LoadCharactersListMessage or LoadScenariosListMessage => AppPermissions.CharactersRead,
        SubscribeToChatMessage or UnsubscribeFromChatMessage => AppPermissions.BroadcastRead,
        ListResourcesMessage => AppPermissions.ResourcesRead,
        DeployResourceMessage => AppPermissions.ResourcesWrite,
        InspectMessage => AppPermissions.ServicesRead,
        InspectAudioInputMessage => AppPermissions.AudioRead,
        RegisterAppMessage => AppPermissions.None,
        _ => isOwnSession ? AppPermissions.MessageWrite : AppPermissions.BroadcastWrite,
    };

    /// <summary>The permission as the specification writes it.</summary>
    public static string Name(AppPermissions permission)
    {
        var name = permission.ToString();
        var second = name.AsSpan(1).IndexOfAnyInRange('A', 'Z') + 1;
        return second > 0 ? $"{name[..second]}:{name[second..]}".ToLowerInvariant() : name.ToLowerInvariant();
    }

    private static AppPermissions Of(string scope) => scope.ToLowerInvariant() switch
    {
        "role:app" => AppPermissions.All,
        "role:provider" => AppPermissions.BroadcastRead | AppPermissions.BroadcastWrite | AppPermissions.MessageWrite | AppPermissions.CharactersRead | AppPermissions.ChatsRead,
        "role:inspector" => AppPermissions.BroadcastRead | AppPermissions.ServicesRead | AppPermissions.AudioRead,
        "role:user" or "role:admin" => AppPermissions.All,
        _ => AppPermissions.None,
    };
}
