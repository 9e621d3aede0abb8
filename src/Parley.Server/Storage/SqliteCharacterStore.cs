using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Server.Characters;

namespace Parley.Server.Storage;

/// <summary>Characters: those in the database over those of the library, which cannot be changed.</summary>
internal sealed class SqliteCharacterStore(Database database, ICharacterLibrary library, TimeProvider timeProvider) : ICharacterStore
{
    private readonly ConversationDatabase _database = new(database);
    private readonly CharacterCache _cache = new();

    /// <inheritdoc />
    public async ValueTask<Character?> FindAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default) =>
        await _database.ReadAsync(c => Find(c, Key(tenant, characterId)), cancellationToken).ConfigureAwait(false)
        ?? library.Find(tenant, characterId)?.Character;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Character>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        var revision = await _database.ReadAsync(c => c.ExecuteScalar<long>("SELECT number FROM revisions WHERE part = 'characters'"), cancellationToken).ConfigureAwait(false);
        var own = await _cache.GetAsync(tenant, revision, () => LoadAsync(tenant), cancellationToken).ConfigureAwait(false);
        var taken = own.Select(c => c.Id).ToHashSet();
        return
        [
            .. own.Concat(library.List(tenant).Select(e => e.Character).Where(c => !taken.Contains(c.Id)))
                .OrderByDescending(c => c.IsFavorite).ThenBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Id),
        ];
    }

    /// <inheritdoc />
    public ValueTask<Character> SaveAsync(TenantId tenant, Character character, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(character);
        return _database.WriteAsync(c =>
        {
            var key = Key(tenant, character.Id);
            var now = timeProvider.GetUtcNow();
            var stored = character with { IsReadOnly = false, Created = Find(c, key)?.Created ?? character.Created ?? now, Modified = now };
            var body = StoredJson.Write(stored);
            var (others, length) = c.QuerySingle<(long, long)>("SELECT count(*), coalesce(sum(length(body)), 0) FROM characters WHERE tenant = @tenant AND id <> @id", key);
            LibraryLimits.Check(others, length, body.Length);
            key.Add("body", body);
            c.Execute("INSERT OR REPLACE INTO characters (tenant, id, body) VALUES (@tenant, @id, @body)", key);
            return stored;
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<bool> DeleteAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default)
    {
        var deleted = await _database.WriteAsync(c =>
        {
            c.Execute("DELETE FROM character_pictures WHERE tenant = @tenant AND id = @id", Key(tenant, characterId));
            return c.Execute("DELETE FROM characters WHERE tenant = @tenant AND id = @id", Key(tenant, characterId)) > 0;
        }, cancellationToken).ConfigureAwait(false);
        return deleted || (library.Find(tenant, characterId) is null
            ? false
            : throw new ConversationException(ConversationErrors.ReadOnly, "This character is shipped or read from a file and cannot be deleted here."));
    }

    /// <inheritdoc />
    public async ValueTask<CharacterPicture?> ReadPictureAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default)
    {
        var own = await _database.ReadAsync(
            c => c.QueryFirstOrDefault<BytesRow>("SELECT content_type AS ContentType, data FROM character_pictures WHERE tenant = @tenant AND id = @id", Key(tenant, characterId)),
            cancellationToken).ConfigureAwait(false);
        return own is not null ? new CharacterPicture(own.ContentType, own.Data) : library.Find(tenant, characterId)?.Picture;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<Guid>> ListPicturesAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        var own = await _database.ReadAsync(
            c => c.Query<string>("SELECT id FROM character_pictures WHERE tenant = @tenant", new { tenant = tenant.Value }).Select(Guid.Parse).ToHashSet(),
            cancellationToken).ConfigureAwait(false);
        own.UnionWith(library.List(tenant).Where(e => e.Picture is not null).Select(e => e.Character.Id));
        return own;
    }

    /// <inheritdoc />
    public async ValueTask WritePictureAsync(TenantId tenant, Guid characterId, CharacterPicture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var values = Key(tenant, characterId);
        values.AddDynamicParams(new { contentType = picture.ContentType, data = picture.Data.ToArray() });
        await _database.WriteAsync(
            c =>
            {
                if (c.ExecuteScalar<long>("SELECT coalesce(sum(length(data)), 0) FROM character_pictures WHERE tenant = @tenant AND id <> @id", values) + picture.Data.Length > LibraryLimits.MaxPictureBytes)
                {
                    throw new ConversationException(ConversationErrors.LimitReached, "There is no room for the picture: all pictures of characters together may have 1 GiB.");
                }

                return c.Execute("INSERT OR REPLACE INTO character_pictures (tenant, id, content_type, data) VALUES (@tenant, @id, @contentType, @data)", values);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<Character> Characters, long Length)> LoadAsync(TenantId tenant) => await _database.ReadAsync<(IReadOnlyList<Character>, long)>(
        c =>
        {
            var characters = new List<Character>();
            long length = 0;
            foreach (var body in c.Query<string>("SELECT body FROM characters WHERE tenant = @tenant", new { tenant = tenant.Value }, buffered: false))
            {
                characters.Add(StoredJson.ReadCharacter(body));
                length += body.Length;
            }

            return (characters, length);
        },
        CancellationToken.None).ConfigureAwait(false);

    private static Character? Find(SqliteConnection connection, DynamicParameters key) =>
        connection.QueryFirstOrDefault<string>("SELECT body FROM characters WHERE tenant = @tenant AND id = @id", key) is { } body ? StoredJson.ReadCharacter(body) : null;

    private static DynamicParameters Key(TenantId tenant, Guid id) => new(new { tenant = tenant.Value, id = StoredValue.Of(id) });
}
