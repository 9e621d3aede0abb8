using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Parley.Server.Security;

namespace Parley.Server.Storage;

/// <summary>
/// Notices within half a second what any process changed in the database: <c>PRAGMA data_version</c> tells for some microseconds
/// whether there is anything to look at.
/// </summary>
internal sealed class ChangeWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly Database _database;
    private readonly KeyDirectory _keys;
    private readonly ILogger<ChangeWatcher> _logger;
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly ITimer _timer;
    private long _dataVersion = -1;
    private long _keysRevision = -1;
    private bool _disposed;

    public ChangeWatcher(Database database, KeyDirectory keys, SqliteKeyStore keyStore, TimeProvider timeProvider, ILogger<ChangeWatcher> logger)
    {
        _database = database;
        _keys = keys;
        _logger = logger;
        // The number is per connection, so this one is kept for the watcher's life.
        _connection = database.Connect();
        Look();
        keyStore.Changed += Look;
        _timer = timeProvider.CreateTimer(_ => LookSafely(), null, Period, Period);
    }

    /// <summary>Looks now.</summary>
    public void Look()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var dataVersion = _connection.ExecuteScalar<long>("PRAGMA data_version");
            if (dataVersion == _dataVersion)
            {
                return;
            }

            _dataVersion = dataVersion;
            var keysRevision = _connection.ExecuteScalar<long>("SELECT number FROM revisions WHERE part = 'keys'");
            if (keysRevision != _keysRevision)
            {
                _keysRevision = keysRevision;
                _keys.Replace(_database.Read(SqliteKeyStore.List));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _disposed = true;
            _connection.Dispose();
        }
    }

    private void LookSafely()
    {
        try
        {
            Look();
        }
        catch (Exception exception)
        {
            StorageLog.WatchFailed(_logger, exception);
        }
    }
}
