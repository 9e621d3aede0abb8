using Parley.Conversation;
using Parley.Conversation.Memories;
using Xunit;

namespace Parley.Testing.Storage;

/// <summary>What every memory store does. Inherit it and say how one is made.</summary>
public abstract class MemoryStoreConformance
{
    private static readonly DateTimeOffset Start = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MemoryScope Scope = new(new Player(new TenantId("t1"), new PlayerId("ann")), Guid.NewGuid());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract IMemoryStore CreateStore();

    [Fact]
    public async Task A_memory_comes_back_as_it_was_saved()
    {
        var store = CreateStore();
        var item = NewItem(0) with
        {
            Content = "Ann’s dog is Biscuit 🐕.",
            Type = "relationship",
            Confidence = 0.75,
            Keywords = ["dog", "biscuit"],
            FactKey = "dog",
            FactValue = "Biscuit",
            Topic = "pets",
            SourceChatId = Guid.NewGuid(),
            SourceQuote = "my dog is Biscuit",
            Source = "model",
            LastAccessed = Start.AddDays(1),
            AccessCount = 3,
        };
        await store.SaveAsync([item], Token);
        var found = Assert.Single(await Items(store, new MemoryQuery { Scope = Scope }));
        Assert.Equal(item.Keywords, found.Keywords);
        Assert.Equal(item with { Keywords = [] }, found with { Keywords = [] });
        await store.SaveAsync([item with { Status = "superseded" }], Token);
        Assert.Empty(await Items(store, new MemoryQuery { Scope = Scope }));
        Assert.Single(await Items(store, new MemoryQuery { Scope = Scope, Status = null }));
    }

    [Fact]
    public async Task A_scope_sees_only_its_own()
    {
        var store = CreateStore();
        var item = NewItem(0);
        await store.SaveAsync([item], Token);
        foreach (var other in new[]
        {
            Scope with { CharacterId = Guid.NewGuid() },
            Scope with { Player = new Player(new TenantId("t2"), Scope.Player.Id) },
            Scope with { Player = new Player(Scope.Player.Tenant, new PlayerId("bob")) },
        })
        {
            Assert.Empty(await Items(store, new MemoryQuery { Scope = other }));
            Assert.False(await store.DeleteAsync(other, item.Id, Token));
            Assert.Equal(0, await store.ClearAsync(other, Token));
            await store.TouchAsync(other, [item.Id], Start, Token);
        }

        Assert.Equal(0, Assert.Single(await Items(store, new MemoryQuery { Scope = Scope })).AccessCount);
    }

    [Fact]
    public async Task Memories_are_listed_by_filter_order_and_page()
    {
        var store = CreateStore();
        var a = NewItem(1) with { Confidence = 0.5, Type = "fact", LastAccessed = Start.AddDays(3) };
        var b = NewItem(2) with { Confidence = 0.9, Type = "event", FactKey = "name", FactValue = "Ann" };
        var c = NewItem(3) with { Confidence = 0.7, Type = "fact", LastAccessed = Start.AddDays(1) };
        await store.SaveAsync([a, b, c], Token);
        var all = new MemoryQuery { Scope = Scope };
        Assert.Equal([c.Id, b.Id, a.Id], await Ids(all));
        Assert.Equal([a.Id, b.Id, c.Id], await Ids(all with { Descending = false }));
        Assert.Equal([b.Id, c.Id, a.Id], await Ids(all with { Order = MemoryOrder.Confidence }));
        Assert.Equal([a.Id, c.Id, b.Id], await Ids(all with { Order = MemoryOrder.LastAccessed }));
        Assert.Equal([c.Id, a.Id], await Ids(all with { Type = "fact" }));
        Assert.Equal([b.Id], await Ids(all with { CoreFactsOnly = true }));
        Assert.Equal([b.Id], await Ids(all with { From = b.Created, To = c.Created }));
        var page = await store.ListAsync(all with { Offset = 1, Limit = 1 }, Token);
        Assert.Equal([b.Id], page.Items.Select(m => m.Id));
        Assert.Equal(3, page.Total);

        async Task<Guid[]> Ids(MemoryQuery query) => [.. (await Items(store, query)).Select(m => m.Id)];
    }

    [Fact]
    public async Task Accesses_are_counted_and_memories_deleted()
    {
        var store = CreateStore();
        var (a, b) = (NewItem(1), NewItem(2));
        await store.SaveAsync([a, b], Token);
        await store.TouchAsync(Scope, [a.Id, Guid.NewGuid()], Start.AddDays(2), Token);
        await store.TouchAsync(Scope, [a.Id], Start.AddDays(3), Token);
        var touched = (await Items(store, new MemoryQuery { Scope = Scope })).Single(m => m.Id == a.Id);
        Assert.Equal(2, touched.AccessCount);
        Assert.Equal(Start.AddDays(3), touched.LastAccessed);
        Assert.True(await store.DeleteAsync(Scope, a.Id, Token));
        Assert.False(await store.DeleteAsync(Scope, a.Id, Token));
        Assert.Equal(1, await store.ClearAsync(Scope, Token));
        Assert.Empty(await Items(store, new MemoryQuery { Scope = Scope, Status = null }));
    }

    private static MemoryItem NewItem(int minute) => new()
    {
        Id = Guid.NewGuid(),
        Scope = Scope,
        Content = $"memory {minute}",
        Created = Start.AddMinutes(minute),
        Updated = Start.AddMinutes(minute),
    };

    private static async Task<IReadOnlyList<MemoryItem>> Items(IMemoryStore store, MemoryQuery query) => (await store.ListAsync(query, Token)).Items;
}
