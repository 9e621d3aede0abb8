using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Server.Data;

namespace Parley.Server.Storage;

/// <summary>
/// The one writer of a database: a queue of 4,096 writes (callers wait when it is full) and a loop that runs what waits in one
/// transaction. A commit costs one fsync however many writes share it. The loop has a thread of its own, since a disk takes its
/// milliseconds: on a machine of one core the pool has one thread, and every conversation would stand still meanwhile.
/// </summary>
internal sealed class DatabaseWriter : IAsyncDisposable
{
    private const int QueueLength = 4_096;
    private const int BatchLength = 256;

    private readonly Func<SqliteConnection> _connect;
    private readonly Channel<IWrite> _queue = Channel.CreateBounded<IWrite>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Lazy<Task> _loop;
    private SqliteConnection? _connection;

    public DatabaseWriter(Func<SqliteConnection> connect)
    {
        _connect = connect;
        _loop = new Lazy<Task>(() => Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    public async ValueTask<T> RunAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        var item = new Write<T>(write);
        _ = _loop.Value;
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new StorageException("The database is closed.", exception);
        }

        return await item.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_loop.IsValueCreated)
        {
            await _loop.Value.ConfigureAwait(false);
        }

        _connection?.Dispose();
    }

    private void Run()
    {
        List<IWrite> batch = [];
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < BatchLength && _queue.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            try
            {
                Commit(batch);
                batch.ForEach(write => write.Complete());
            }
            catch (Exception exception)
            {
                var failure = new StorageException($"The database cannot be written: {exception.Message}", exception);
                batch.ForEach(write => write.Fail(failure));
                DropConnection();
            }
        }
    }

    // Whatever state it is in, a fresh one is in a known one.
    private void DropConnection()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
        {
            // Closing rolls back, which a broken transaction refuses. The handle goes all the same.
        }

        _connection = null;
    }

    private void Commit(List<IWrite> batch)
    {
        var connection = _connection ??= _connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var write in batch)
        {
            connection.Execute("SAVEPOINT one_write");
            var undo = !write.Run(connection);
            connection.Execute(undo ? "ROLLBACK TO one_write; RELEASE one_write" : "RELEASE one_write");
        }

        transaction.Commit();
    }

    private interface IWrite
    {
        /// <summary>Runs the write and keeps its result. False when it threw and must be undone.</summary>
        bool Run(SqliteConnection connection);

        /// <summary>The commit succeeded: hands out the result.</summary>
        void Complete();

        /// <summary>The commit failed.</summary>
        void Fail(StorageException exception);
    }

    private sealed class Write<T>(Func<SqliteConnection, T> write) : IWrite
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _exception;

        public Task<T> Done => _done.Task;

        public bool Run(SqliteConnection connection)
        {
            try
            {
                _result = write(connection);
                return true;
            }
            catch (Exception exception)
            {
                // A full disk ends the whole transaction; the loop notices at the next statement and fails the batch.
                _exception = exception is SqliteException ? new StorageException($"The database refused a write: {exception.Message}", exception) : exception;
                return false;
            }
        }

        public void Complete()
        {
            if (_exception is null)
            {
                _done.TrySetResult(_result);
            }
            else
            {
                _done.TrySetException(_exception);
            }
        }

        public void Fail(StorageException exception) => _done.TrySetException(_exception ?? exception);
    }
}
