using System.Collections.Concurrent;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Server.Data;
using Parley.Server.Storage;
using Parley.Testing;
using Parley.Testing.Storage;

namespace Parley.Server.Tests.Storage;

/// <summary>A database of its own for each store a test makes.</summary>
internal sealed class TestDatabases : IAsyncDisposable
{
    private readonly ConcurrentBag<(TemporaryDirectory Folder, Database Database)> _made = [];

    public Database Create()
    {
        var folder = new TemporaryDirectory();
        var database = Database.Open(DataDirectory.Find(folder.FullPath));
        _made.Add((folder, database));
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (folder, database) in _made)
        {
            await database.DisposeAsync();
            folder.Dispose();
        }
    }
}

public sealed class SqliteChatStoreTests : ChatStoreConformance, IAsyncDisposable
{
    private readonly TestDatabases _databases = new();

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    protected override IChatStore CreateStore() => new SqliteChatStore(_databases.Create());
}

public sealed class SqliteMemoryStoreTests : MemoryStoreConformance, IAsyncDisposable
{
    private readonly TestDatabases _databases = new();

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    protected override IMemoryStore CreateStore() => new SqliteMemoryStore(_databases.Create());
}

public sealed class SqliteCharacterStoreTests : CharacterStoreConformance, IAsyncDisposable
{
    private readonly TestDatabases _databases = new();

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    protected override ICharacterStore CreateStore(IReadOnlyList<Character> shipped) =>
        new SqliteCharacterStore(_databases.Create(), new FixedCharacterLibrary(shipped), TimeProvider.System);
}
