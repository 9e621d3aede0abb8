using System.Text.Json;
using Parley.Conversation.Context;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Context;

/// <summary>A chat's context has one size, whatever it consists of; a change beyond it is refused and changes nothing.</summary>
public sealed class ContextLimitTests
{
    private static readonly string Long = new('x', 300_000);

    public static TheoryData<string> Kinds => ["contexts", "actions", "events", "variables", "roles", "metadata"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_kind_of_content_passes_the_limit(string kind)
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await session.DoAsync(new UpdateContext(Payload(kind, i)));
        }

        (await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new UpdateContext(Payload(kind, 3))))).Code.ShouldBe(ConversationErrors.LimitReached);

        // What replaces something needs no more room.
        await session.DoAsync(new UpdateContext(Payload(kind, 0) with { SetFlags = ["after"] }));
        await session.DrainAsync();
        session.Seen.OfType<ContextChanged>().Last().Context.Flags.Select(f => f.Name).ShouldBe(["after"]);
    }

    [Fact]
    public async Task Many_patterns_are_refused_before_any_is_built()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        var actions = Enumerable.Range(0, 500).Select(i => new ActionDefinition { Name = $"a{i}", MatchFilter = ["(malformed", "(also"] }).ToArray();
        var error = await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new UpdateContext(new ContextPayload { Actions = actions })));
        error.Code.ShouldBe(ConversationErrors.LimitReached);
        error.Message.ShouldContain("match filters");
    }

    private static ContextPayload Payload(string kind, int i) => kind switch
    {
        "contexts" => new ContextPayload { Key = $"k{i}", Contexts = [new ContextDefinition { Text = Long }] },
        "actions" => new ContextPayload { Key = $"k{i}", Actions = [new ActionDefinition { Name = "a", Arguments = [new ArgumentDefinition { Name = "b", Choices = [Long] }] }] },
        "events" => new ContextPayload { Key = $"k{i}", Events = [new EventDefinition { Name = "e", Effect = new ActionEffect { Script = Long } }] },
        "variables" => new ContextPayload { Variables = new Dictionary<string, JsonElement> { [$"v{i}"] = JsonElement.Parse($"\"{Long}\"") } },
        "roles" => new ContextPayload { EnableRoles = new Dictionary<string, bool> { [$"{i}{Long}"] = true } },
        "metadata" => new ContextPayload { Key = $"k{i}", Actions = [new ActionDefinition { Name = "a", ClientMetadata = JsonElement.Parse($"[\"{Long}\"]") }] },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
