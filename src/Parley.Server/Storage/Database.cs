using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Server.Data;

namespace Parley.Server.Storage;

/// <summary>
/// One SQLite file: many readers, one writer. A completed write is on the disk (<c>synchronous=FULL</c>). Several processes may
/// have the file open at once. Thread-safe.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly DatabaseWriter _writer;

    private Database(string file)
    {
        File = file;
        var parts = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 10 };
        _connectionString = parts.ToString();
        parts.Pooling = false;
        var unpooled = parts.ToString();
        _writer = new DatabaseWriter(() => Connect(unpooled));
    }

    /// <summary>The database file.</summary>
    public string File { get; }

    /// <summary>Version of the SQLite library in use.</summary>
    /// <exception cref="StorageException">There is none; the message names the package.</exception>
    public static string LibraryVersion
    {
        get
        {
            SqliteLibrary.Require();
            return SQLitePCL.raw.sqlite3_libversion().utf8_to_string();
        }
    }

    /// <summary>Opens the database of a data directory, creating or upgrading it.</summary>
    /// <param name="data">The folder; it must exist.</param>
    /// <param name="beforeUpgrade">Called before an existing database is changed, and may throw; null for none.</param>
    /// <exception cref="StorageException">It cannot be used: SQLite is missing, the file is newer, foreign or damaged.</exception>
    public static Database Open(DataDirectory data, Action? beforeUpgrade = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Open(data.DatabaseFile, Migration.All, beforeUpgrade);
    }

    internal static Database Open(string file, ImmutableArray<Migration> migrations, Action? beforeUpgrade = null)
    {
        SqliteLibrary.Require();
        var database = new Database(file);
        try
        {
            using var connection = database.Connect();
            connection.Execute("PRAGMA journal_mode = WAL");
            Schema.Upgrade(connection, migrations, beforeUpgrade);
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"{file} cannot be opened: {exception.Message}", exception);
        }

        OwnerOnly(file);
        return database;
    }

    /// <summary>Reads on a pool thread, on a connection of its own.</summary>
    /// <exception cref="StorageException">SQLite failed.</exception>
    internal async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken = default) =>
        await Task.Run(() => Read(read), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads at once; for short look-ups at start.</summary>
    /// <exception cref="StorageException">SQLite failed.</exception>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = Connect();
            return read(connection);
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"The database cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Queues a write and completes when it is on the disk. Writes run one after another in the order of the calls; those that wait
    /// share one commit. An exception of <paramref name="write"/> undoes that write alone. Cancelling leaves open whether it happened.
    /// </summary>
    /// <exception cref="StorageException">SQLite failed.</exception>
    internal ValueTask<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken = default) => _writer.RunAsync(write, cancellationToken);

    /// <summary>An open connection with this project's settings; pooled.</summary>
    internal SqliteConnection Connect() => Connect(_connectionString);

    /// <summary>Finishes the queued writes and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000");
        return connection;
    }

    private static void OwnerOnly(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
