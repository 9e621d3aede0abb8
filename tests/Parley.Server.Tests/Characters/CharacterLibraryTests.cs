using Microsoft.Extensions.DependencyInjection;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Server.Characters;
using Parley.Server.Data;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Characters;

/// <summary>Shipped characters and the files of the data directory, as a running server has them.</summary>
public sealed class CharacterLibraryTests : IDisposable
{
    private static readonly TenantId Other = new("other");

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_has_the_shipped_characters()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var store = server.Server.Services.GetRequiredService<ICharacterStore>();

        foreach (var tenant in new[] { TenantId.Local, Other })
        {
            var all = await store.ListAsync(tenant, Token);
            all.Select(c => c.Id).ShouldBe(BuiltInCharacters.All.Select(c => c.Id), ignoreOrder: true);
            all.ShouldAllBe(c => c.IsReadOnly);
        }
    }

    [Fact]
    public async Task A_card_in_the_folder_is_a_character_of_the_local_tenant_with_its_picture()
    {
        var card = Card("Zed");
        Write("zed.png", CharacterCard.WritePng(card));
        Write("broken.json", "{"u8.ToArray());
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var store = server.Server.Services.GetRequiredService<ICharacterStore>();

        var found = (await store.ListAsync(TenantId.Local, Token)).Single(c => c.Name == "Zed");
        found.IsReadOnly.ShouldBeTrue();
        (await store.ReadPictureAsync(TenantId.Local, found.Id, Token)).ShouldNotBeNull().ContentType.ShouldBe("image/png");
        (await store.FindAsync(Other, found.Id, Token)).ShouldBeNull();
        (await store.ReadPictureAsync(Other, found.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_running_server_sees_cards_come_change_and_go()
    {
        var clock = new FakeTimeProvider();
        await using var server = await ServerFixture.StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock), folder: _folder);
        var library = server.Server.Services.GetRequiredService<ICharacterLibrary>();
        var card = Card("First");

        Write("card.json", CharacterCard.WriteJson(card));
        await UntilAsync(clock, library, names => names.Contains("First"));
        Write("card.json", CharacterCard.WriteJson(card with { Name = "Second, longer" }));
        await UntilAsync(clock, library, names => names.Contains("Second, longer") && !names.Contains("First"));
        File.Delete(Path.Combine(Data().Characters, "card.json"));
        await UntilAsync(clock, library, names => !names.Contains("Second, longer"));
    }

    public void Dispose() => _folder.Dispose();

    private static Character Card(string name) => new() { Id = Guid.NewGuid(), Name = name, FirstMessage = "Hello." };

    // The reading runs on its own task: the clock goes on until it has come round.
    private static async Task UntilAsync(FakeTimeProvider clock, ICharacterLibrary library, Func<List<string>, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!condition([.. library.List(TenantId.Local).Select(c => c.Character.Name)]))
        {
            deadline.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }
    }

    private DataDirectory Data() => DataDirectory.Find(_folder.FullPath);

    private void Write(string name, byte[] content)
    {
        Data().Create();
        File.WriteAllBytes(Path.Combine(Data().Characters, name), content);
    }
}
