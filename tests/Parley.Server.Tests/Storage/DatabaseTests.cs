using Dapper;
using Parley.Server.Data;
using Parley.Server.Storage;
using Parley.Testing;

namespace Parley.Server.Tests.Storage;

public sealed class DatabaseTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Database _database;

    public DatabaseTests()
    {
        _database = Database.Open(_folder.File("test.db"), [new Migration(1, "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_that_wait_together_are_all_kept_in_order()
    {
        var writes = Enumerable.Range(0, 2_000).Select(i => _database.WriteAsync(c => c.ExecuteScalar<long>("INSERT INTO things (name) VALUES (@name) RETURNING id", new { name = $"n{i}" }), Token).AsTask());

        var ids = await Task.WhenAll(writes);

        ids.ShouldBe(Enumerable.Range(1, 2_000).Select(i => (long)i));
        (await _database.ReadAsync(c => c.Query<string>("SELECT name FROM things ORDER BY id").AsList(), Token)).ShouldBe(Enumerable.Range(0, 2_000).Select(i => $"n{i}"));
    }

    [Fact]
    public async Task A_write_that_fails_undoes_itself_and_nobody_else()
    {
        var writes = Enumerable.Range(0, 9).Select(i => _database.WriteAsync<long>(c =>
        {
            c.Execute("INSERT INTO things (name) VALUES (@name)", new { name = $"n{i}" });
            return i % 3 == 1 ? throw new InvalidOperationException("mine") : i;
        }, Token).AsTask()).ToArray();

        for (var i = 0; i < writes.Length; i++)
        {
            if (i % 3 == 1)
            {
                (await Should.ThrowAsync<InvalidOperationException>(writes[i])).Message.ShouldBe("mine");
            }
            else
            {
                (await writes[i]).ShouldBe(i);
            }
        }

        (await NamesAsync()).ShouldBe(["n0", "n2", "n3", "n5", "n6", "n8"]);
    }

    [Fact]
    public async Task What_SQLite_refuses_is_a_storage_exception_and_the_next_write_works()
    {
        await Should.ThrowAsync<StorageException>(_database.WriteAsync(c => c.Execute("INSERT INTO things (name) VALUES (NULL)"), Token).AsTask());
        await Should.ThrowAsync<StorageException>(_database.ReadAsync(c => c.Execute("SELECT * FROM nothing"), Token).AsTask());

        await _database.WriteAsync(c => c.Execute("INSERT INTO things (name) VALUES ('after')"), Token);

        (await NamesAsync()).ShouldBe(["after"]);
    }

    [Fact]
    public async Task A_transaction_that_a_write_breaks_fails_its_batch_and_not_the_writer()
    {
        await Should.ThrowAsync<StorageException>(_database.WriteAsync(c => c.Execute("COMMIT"), Token).AsTask());

        await _database.WriteAsync(c => c.Execute("INSERT INTO things (name) VALUES ('after')"), Token);

        (await NamesAsync()).ShouldBe(["after"]);
    }

    [Fact]
    public async Task Closing_finishes_what_was_queued()
    {
        var writes = Enumerable.Range(0, 500).Select(i => _database.WriteAsync(c => c.Execute("INSERT INTO things (name) VALUES (@name)", new { name = $"n{i}" }), Token).AsTask()).ToArray();

        await _database.DisposeAsync();

        await Task.WhenAll(writes);
        await Should.ThrowAsync<StorageException>(_database.WriteAsync(c => c.Execute("SELECT 1"), Token).AsTask());
        await using var again = Database.Open(_folder.File("test.db"), [new Migration(1, "")]);
        again.Read(c => c.ExecuteScalar<long>("SELECT count(*) FROM things")).ShouldBe(500);
    }

    [Fact]
    public void Every_connection_syncs_fully_and_writes_ahead()
    {
        _database.Read(c => c.ExecuteScalar<string>("PRAGMA journal_mode")).ShouldBe("wal");
        _database.Read(c => c.ExecuteScalar<int>("PRAGMA synchronous")).ShouldBe(2);
        _database.Read(c => c.ExecuteScalar<int>("PRAGMA foreign_keys")).ShouldBe(1);
    }

    [Fact]
    public void The_file_is_its_owners_alone()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_database.File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<IEnumerable<string>> NamesAsync() => await _database.ReadAsync(c => c.Query<string>("SELECT name FROM things ORDER BY id").AsList(), Token);
}
