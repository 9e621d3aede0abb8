using System.Collections.Concurrent;
using Parley.Conversation;
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
    private static readonly TenantId Tenant = new("t");

    private readonly TestDatabases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [Fact]
    public async Task A_tenant_has_room_for_so_much_text()
    {
        var store = CreateStore([]);
        var large = new Character { Id = Guid.NewGuid(), Name = "a", Description = new string('d', (int)(LibraryLimits.MaxLength / 2)) };
        await store.SaveAsync(Tenant, large, Token);
        (await Should.ThrowAsync<ConversationException>(async () => await store.SaveAsync(Tenant, large with { Id = Guid.NewGuid() }, Token))).Code.ShouldBe(ConversationErrors.LimitReached);
        await store.SaveAsync(Tenant, large with { Name = "b" }, Token);
        (await store.ListAsync(Tenant, Token)).Single().Name.ShouldBe("b");
    }

    [Fact]
    public async Task Many_who_ask_at_once_for_the_list_share_one_reading()
    {
        var store = CreateStore([]);
        await store.SaveAsync(Tenant, new Character { Id = Guid.NewGuid(), Name = "a" }, Token);
        var lists = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.ListAsync(Tenant, Token).AsTask()));
        lists.Select(l => l.Single()).Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Another_process_changes_the_list_too()
    {
        using var folder = new TemporaryDirectory();
        await using var here = Database.Open(DataDirectory.Find(folder.FullPath));
        await using var there = Database.Open(DataDirectory.Find(folder.FullPath));
        var store = new SqliteCharacterStore(here, new FixedCharacterLibrary([]), TimeProvider.System);
        var other = new SqliteCharacterStore(there, new FixedCharacterLibrary([]), TimeProvider.System);
        (await store.ListAsync(Tenant, Token)).ShouldBeEmpty();
        var saved = await other.SaveAsync(Tenant, new Character { Id = Guid.NewGuid(), Name = "a" }, Token);
        (await store.ListAsync(Tenant, Token)).Single().Name.ShouldBe("a");
        await other.DeleteAsync(Tenant, saved.Id, Token);
        (await store.ListAsync(Tenant, Token)).ShouldBeEmpty();
    }

    protected override ICharacterStore CreateStore(IReadOnlyList<Character> shipped) =>
        new SqliteCharacterStore(_databases.Create(), new FixedCharacterLibrary(shipped), TimeProvider.System);
}
