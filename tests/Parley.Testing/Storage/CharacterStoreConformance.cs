using System.Text.Json;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Xunit;

namespace Parley.Testing.Storage;

/// <summary>What every character store does. Inherit it and say how one is made.</summary>
public abstract class CharacterStoreConformance
{
    private static readonly TenantId One = new("t1");
    private static readonly TenantId Two = new("t2");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store with these characters shipped and nothing else.</summary>
    protected abstract ICharacterStore CreateStore(IReadOnlyList<Character> shipped);

    [Fact]
    public async Task A_character_comes_back_with_every_field()
    {
        var store = CreateStore([]);
        using var json = JsonDocument.Parse("""{"deep":[1,{"x":null}],"text":"ü"}""");
        var character = NewCharacter("Réx") with
        {
            Nickname = "R",
            Description = "d",
            Personality = "p",
            Scenario = "s",
            FirstMessage = "Hello {{user}}",
            AlternateGreetings = ["a", "b"],
            MessageExamples = "<START>\n{{char}}: hi",
            SystemPrompt = "sp",
            PostHistoryInstructions = "ph",
            CreatorNotes = "cn",
            Creator = "me",
            CharacterVersion = "1.2",
            Tags = ["x"],
            Book = new LoreBook { Name = "book", ScanDepth = 3, Entries = [new LoreEntry { Keys = ["mill"], Content = "old", Priority = 2, InsertionOrder = 1.5 }] },
            Language = "en-GB",
            VoiceId = "flite-slt",
            SpeechRate = 1.25,
            Pitch = -2,
            ChatStyle = ChatStyle.Assistant,
            Script = [new ScriptRule { When = ["/x (.*)/"], Say = ["y {1}"], Action = "wave", Arguments = new Dictionary<string, string> { ["hand"] = "left" } }],
            AppConfiguration = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["App"] = new Dictionary<string, string> { ["skin"] = "blue" } },
            IsFavorite = true,
            Extensions = new Dictionary<string, JsonElement> { ["vendor"] = json.RootElement.Clone() },
            Unknown = new Dictionary<string, JsonElement> { ["future"] = json.RootElement.Clone() },
        };
        await store.SaveAsync(One, character, Token);
        var found = (await store.FindAsync(One, character.Id, Token))!;
        Assert.Equal(Normal(character), Normal(found));
        Assert.NotNull(found.Created);
        Assert.NotNull(found.Modified);
        Assert.Null(await store.FindAsync(Two, character.Id, Token));
    }

    [Fact]
    public async Task A_shipped_character_is_read_only_and_a_change_makes_a_copy_for_one_tenant()
    {
        var shipped = NewCharacter("Shipped");
        var store = CreateStore([shipped]);
        Assert.True((await store.FindAsync(One, shipped.Id, Token))!.IsReadOnly);
        var refused = await Assert.ThrowsAsync<ConversationException>(async () => await store.DeleteAsync(One, shipped.Id, Token));
        Assert.Equal(ConversationErrors.ReadOnly, refused.Code);
        var saved = await store.SaveAsync(One, shipped with { Name = "Mine" }, Token);
        Assert.False(saved.IsReadOnly);
        Assert.Equal("Mine", (await store.FindAsync(One, shipped.Id, Token))!.Name);
        Assert.Equal("Shipped", (await store.FindAsync(Two, shipped.Id, Token))!.Name);
        Assert.Single(await store.ListAsync(One, Token));
        Assert.True(await store.DeleteAsync(One, shipped.Id, Token));
        Assert.Equal("Shipped", (await store.FindAsync(One, shipped.Id, Token))!.Name);
    }

    [Fact]
    public async Task Characters_are_listed_favourites_first_then_by_name()
    {
        var store = CreateStore([NewCharacter("bob")]);
        await store.SaveAsync(One, NewCharacter("Ann"), Token);
        await store.SaveAsync(One, NewCharacter("Zoe") with { IsFavorite = true }, Token);
        await store.SaveAsync(Two, NewCharacter("Other"), Token);
        Assert.Equal(["Zoe", "Ann", "bob"], (await store.ListAsync(One, Token)).Select(c => c.Name));
    }

    [Fact]
    public async Task A_picture_goes_with_its_character()
    {
        var store = CreateStore([]);
        var character = await store.SaveAsync(One, NewCharacter("Ann"), Token);
        Assert.Null(await store.ReadPictureAsync(One, character.Id, Token));
        await store.WritePictureAsync(One, character.Id, new CharacterPicture("image/png", new byte[] { 1, 2, 3 }), Token);
        var read = (await store.ReadPictureAsync(One, character.Id, Token))!;
        Assert.Equal("image/png", read.ContentType);
        Assert.Equal(new byte[] { 1, 2, 3 }, read.Data.ToArray());
        Assert.Null(await store.ReadPictureAsync(Two, character.Id, Token));
        Assert.Equal([character.Id], await store.ListPicturesAsync(One, Token));
        Assert.Empty(await store.ListPicturesAsync(Two, Token));
        Assert.True(await store.DeleteAsync(One, character.Id, Token));
        Assert.Null(await store.ReadPictureAsync(One, character.Id, Token));
        Assert.False(await store.DeleteAsync(One, character.Id, Token));
    }

    [Fact]
    public async Task A_tenant_has_room_for_so_many_characters_and_another_tenant_has_its_own()
    {
        var store = CreateStore([]);
        var first = await store.SaveAsync(One, NewCharacter("0"), Token);
        await Task.WhenAll(Enumerable.Range(1, LibraryLimits.MaxItems - 1).Select(i => store.SaveAsync(One, NewCharacter($"{i}"), Token).AsTask()));
        var refused = await Assert.ThrowsAsync<ConversationException>(async () => await store.SaveAsync(One, NewCharacter("one too many"), Token));
        Assert.Equal(ConversationErrors.LimitReached, refused.Code);
        await store.SaveAsync(One, first with { Name = "changed" }, Token);
        await store.SaveAsync(Two, NewCharacter("another's"), Token);
        Assert.Equal(LibraryLimits.MaxItems, (await store.ListAsync(One, Token)).Count);
    }

    [Fact]
    public async Task A_list_shows_what_was_saved_and_deleted_before_it()
    {
        var store = CreateStore([]);
        for (var i = 0; i < 5; i++)
        {
            var character = await store.SaveAsync(One, NewCharacter($"v{i}"), Token);
            Assert.Equal($"v{i}", Assert.Single(await store.ListAsync(One, Token)).Name);
            await store.SaveAsync(One, character with { Name = "changed" }, Token);
            Assert.Equal("changed", Assert.Single(await store.ListAsync(One, Token)).Name);
            await store.DeleteAsync(One, character.Id, Token);
            Assert.Empty(await store.ListAsync(One, Token));
        }
    }

    private static Character NewCharacter(string name) => new() { Id = Guid.NewGuid(), Name = name };

    private static string Normal(Character character) => JsonSerializer.Serialize(character with { Created = null, Modified = null, IsReadOnly = false });
}
