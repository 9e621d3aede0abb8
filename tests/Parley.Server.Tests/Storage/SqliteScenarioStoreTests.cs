using System.Text.Json;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Context;
using Parley.Conversation.Scenarios;
using Parley.Server.Storage;

namespace Parley.Server.Tests.Storage;

public sealed class SqliteScenarioStoreTests : IAsyncDisposable
{
    private static readonly TenantId One = new("t1");

    private readonly TestDatabases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scenario_comes_back_with_every_field()
    {
        var store = new SqliteScenarioStore(_databases.Create());
        using var json = JsonDocument.Parse("""{"a":[null,1.5,"ü"]}""");
        var scenario = new Scenario
        {
            Id = Guid.NewGuid(),
            Name = "Mill",
            Prompt = "{{ char }}",
            IsStory = true,
            ChatStyle = ChatStyle.Storytelling,
            Contexts = [new ContextDefinition { Name = "c", Text = "t" }],
            Actions = [new ActionDefinition { Name = "wave" }],
            NarratorId = Guid.NewGuid(),
            AppConfiguration = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["App"] = new Dictionary<string, string> { ["k"] = "v" } },
            Unknown = new Dictionary<string, JsonElement> { ["future"] = json.RootElement.Clone() },
        };

        await store.SaveAsync(One, scenario, Token);

        var found = (await store.FindAsync(One, scenario.Id, Token)).ShouldNotBeNull();
        JsonSerializer.Serialize(found).ShouldBe(JsonSerializer.Serialize(scenario));
        (await store.FindAsync(new TenantId("t2"), scenario.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Scenarios_are_listed_by_name_replaced_and_deleted()
    {
        var store = new SqliteScenarioStore(_databases.Create());
        var b = new Scenario { Id = Guid.NewGuid(), Name = "b" };
        await store.SaveAsync(One, b, Token);
        await store.SaveAsync(One, new Scenario { Id = Guid.NewGuid(), Name = "A" }, Token);
        await store.SaveAsync(new TenantId("t2"), new Scenario { Id = Guid.NewGuid(), Name = "other" }, Token);
        await store.SaveAsync(One, b with { Name = "c" }, Token);

        (await store.ListAsync(One, Token)).Select(s => s.Name).ShouldBe(["A", "c"]);
        (await store.DeleteAsync(One, b.Id, Token)).ShouldBeTrue();
        (await store.DeleteAsync(One, b.Id, Token)).ShouldBeFalse();
    }

    public ValueTask DisposeAsync() => _databases.DisposeAsync();
}
