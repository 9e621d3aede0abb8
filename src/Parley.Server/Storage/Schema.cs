using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Server.Data;

namespace Parley.Server.Storage;

/// <summary>Brings a database file to the schema of this program.</summary>
internal static class Schema
{
    // "PARL": tells our file from somebody else's database under the same name.
    private const int ApplicationId = 0x5041524C;

    /// <summary>The version of an open database; 0 when it is new.</summary>
    public static int VersionOf(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    /// <summary>
    /// Runs the steps that are missing, all in one transaction. A database that already holds something is copied first, to
    /// <c>parley.db.v{version}</c>.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="migrations">The steps this program knows.</param>
    /// <param name="beforeUpgrade">Called before an existing database is changed, and may throw; null for none.</param>
    /// <exception cref="StorageException">The file is newer than this program or no Parley database.</exception>
    public static void Upgrade(SqliteConnection connection, ImmutableArray<Migration> migrations, Action? beforeUpgrade = null)
    {
        var version = VersionOf(connection);
        Check(connection, version, migrations);
        if (version == migrations.Length)
        {
            return;
        }

        if (version > 0)
        {
            beforeUpgrade?.Invoke();
            var copy = $"{connection.DataSource}.v{version}";
            File.Delete(copy);
            connection.Execute("VACUUM INTO @copy", new { copy });
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been first.
        foreach (var migration in migrations[VersionOf(connection)..])
        {
            connection.Execute(migration.Sql, transaction: transaction);
        }

        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {migrations.Length}", transaction: transaction);
        transaction.Commit();
    }

    private static void Check(SqliteConnection connection, int version, ImmutableArray<Migration> migrations)
    {
        var file = connection.DataSource;
        if (version > migrations.Length)
        {
            throw new StorageException(
                $"{file} was written by a newer Parley (schema {version}, this one knows {migrations.Length}). Use that version, or another data directory.");
        }

        var foreign = version == 0
            ? connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema") > 0
            : connection.ExecuteScalar<int>("PRAGMA application_id") != ApplicationId;
        if (foreign)
        {
            throw new StorageException($"{file} is not a Parley database. Move it away, or use another data directory.");
        }
    }
}
