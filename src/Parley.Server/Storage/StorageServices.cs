using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Scenarios;
using Parley.Server.Characters;
using Parley.Server.Data;
using Parley.Server.Security;

namespace Parley.Server.Storage;

/// <summary>What is kept. The database opens when it is first asked for; the server asks at start, holding the directory's lock.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(p => Database.Open(p.GetRequiredService<DataDirectory>()));
        services.AddSingleton<SqliteKeyStore>();
        services.AddSingleton<IKeyStore>(p => p.GetRequiredService<SqliteKeyStore>());
        services.AddSingleton<SqliteAppStore>();
        services.AddSingleton<ChangeWatcher>();
        services.AddSingleton<CharacterLibrary>();
        services.TryAddSingleton<ICharacterLibrary>(p => p.GetRequiredService<CharacterLibrary>());
        services.TryAddSingleton<IChatStore, SqliteChatStore>();
        services.TryAddSingleton<IMemoryStore, SqliteMemoryStore>();
        services.TryAddSingleton<ICharacterStore, SqliteCharacterStore>();
        services.TryAddSingleton<IScenarioStore, SqliteScenarioStore>();
        return services;
    }
}
