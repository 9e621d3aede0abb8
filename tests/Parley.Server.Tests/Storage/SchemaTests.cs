using Dapper;
using Parley.Server.Data;
using Parley.Server.Storage;
using Parley.Testing;

namespace Parley.Server.Tests.Storage;

public sealed class SchemaTests : IDisposable
{
    private static readonly Migration First = new(1, "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)");
    private static readonly Migration Second = new(2, "ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET y = 'new'");

    private readonly TemporaryDirectory _folder = new();

    private string FilePath => _folder.File("parley.db");

    [Fact]
    public void The_programs_own_migrations_are_numbered_without_gaps()
    {
        Migration.All.Select(m => m.Number).ShouldBe(Enumerable.Range(1, Migration.All.Length));
    }

    [Fact]
    public async Task An_upgrade_copies_the_old_database_first()
    {
        await Database.Open(FilePath, [First]).DisposeAsync();
        var asked = 0;

        await using var database = Database.Open(FilePath, [First, Second], () => asked++);

        asked.ShouldBe(1);
        database.Read(c => c.ExecuteScalar<string>("SELECT y FROM a")).ShouldBe("new");
        await using var old = Database.Open(FilePath + ".v1", [First]);
        old.Read(c => c.Query("SELECT * FROM a").Count()).ShouldBe(1);
    }

    [Fact]
    public async Task An_upgrade_that_fails_changes_nothing()
    {
        await Database.Open(FilePath, [First]).DisposeAsync();

        Should.Throw<StorageException>(() => Database.Open(FilePath, [First, Second, new Migration(3, "CREATE TABLE b (x INTEGER); this is no SQL")]));

        await using var database = Database.Open(FilePath, [First]);
        database.Read(c => c.ExecuteScalar<int>("PRAGMA user_version")).ShouldBe(1);
        database.Read(c => c.ExecuteScalar<long>("SELECT count(*) FROM pragma_table_info('a')")).ShouldBe(1);
    }

    [Fact]
    public async Task An_upgrade_that_is_refused_beforehand_changes_nothing()
    {
        await Database.Open(FilePath, [First]).DisposeAsync();

        Should.Throw<StorageException>(() => Database.Open(FilePath, [First, Second], () => throw new StorageException("Stop the server first.")));

        await using var database = Database.Open(FilePath, [First]);
        File.Exists(FilePath + ".v1").ShouldBeFalse();
    }

    [Fact]
    public async Task A_newer_database_is_refused_with_both_versions_named()
    {
        await Database.Open(FilePath, [First, Second]).DisposeAsync();

        var refused = Should.Throw<StorageException>(() => Database.Open(FilePath, [First]));

        refused.Message.ShouldContain("newer");
        refused.Message.ShouldContain("schema 2, this one knows 1");
    }

    [Fact]
    public async Task Somebody_elses_database_is_refused_untouched()
    {
        await using (var foreign = Database.Open(FilePath, [First]))
        {
            foreign.Read(c => c.Execute("PRAGMA user_version = 0"));
        }

        Should.Throw<StorageException>(() => Database.Open(FilePath, [First])).Message.ShouldContain("not a Parley database");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(FilePath, new string('x', 5_000));
        Should.Throw<StorageException>(() => Database.Open(FilePath, [First])).Message.ShouldContain(FilePath);
    }

    public void Dispose() => _folder.Dispose();
}
