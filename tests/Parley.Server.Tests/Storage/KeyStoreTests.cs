using System.Text;
using Parley.Server.Data;
using Parley.Server.Security;
using Parley.Server.Storage;
using Parley.Testing;

namespace Parley.Server.Tests.Storage;

public sealed class KeyStoreTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Database _database;
    private readonly SqliteKeyStore _keys;

    public KeyStoreTests()
    {
        _database = Database.Open(DataDirectory.Find(_folder.FullPath));
        _keys = new SqliteKeyStore(_database, _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_listed_with_everything_but_itself()
    {
        var (key, record) = await _keys.CreateAsync("Ann.O@Example", "phone", KeyScopes.Speech, Token);

        var listed = (await _keys.ListAsync(Token)).ShouldHaveSingleItem();
        listed.Id.ShouldBe(record.Id);
        listed.Tenant.Value.ShouldBe("ann.o@example");
        listed.Label.ShouldBe("phone");
        listed.Scopes.ShouldBe(KeyScopes.Speech);
        listed.CreatedAt.ShouldBe(_clock.GetUtcNow());
        listed.RevokedAt.ShouldBeNull();
        listed.Hash.ToArray().ShouldBe(ApiKey.Hash(key));
    }

    [Fact]
    public async Task The_key_itself_is_nowhere_on_the_disk()
    {
        var (key, _) = await _keys.CreateAsync(null, null, KeyScopes.Default, Token);
        await _database.DisposeAsync();

        foreach (var file in Directory.GetFiles(_folder.FullPath))
        {
            (await File.ReadAllTextAsync(file, Encoding.Latin1, Token)).ShouldNotContain(key[ApiKey.Prefix.Length..]);
        }
    }

    [Fact]
    public async Task A_key_is_revoked_once_and_stays_in_the_list()
    {
        var (_, record) = await _keys.CreateAsync(null, null, KeyScopes.Default, Token);
        _clock.Advance(TimeSpan.FromMinutes(5));

        (await _keys.RevokeAsync(record.Id, Token)).ShouldBeTrue();
        (await _keys.RevokeAsync(record.Id, Token)).ShouldBeFalse();
        (await _keys.RevokeAsync("k00000000", Token)).ShouldBeFalse();
        (await _keys.ListAsync(Token)).Single().RevokedAt.ShouldBe(_clock.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ünal")]
    [InlineData("../x")]
    [InlineData("ann\n")]
    public async Task A_user_of_another_form_is_refused(string user)
    {
        await Should.ThrowAsync<ArgumentException>(_keys.CreateAsync(user, null, KeyScopes.Default, Token).AsTask());
        await Should.ThrowAsync<ArgumentException>(_keys.CreateAsync(new string('a', 65), null, KeyScopes.Default, Token).AsTask());
        await Should.ThrowAsync<ArgumentException>(_keys.CreateAsync("ann", new string('a', 101), KeyScopes.Default, Token).AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
