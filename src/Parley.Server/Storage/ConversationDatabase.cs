using Microsoft.Data.Sqlite;
using Parley.Conversation;
using Parley.Server.Data;

namespace Parley.Server.Storage;

/// <summary>The database as the conversation's stores use it: what fails is a <see cref="ConversationException"/>.</summary>
internal sealed class ConversationDatabase(Database database)
{
    public async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            throw Failed(exception);
        }
    }

    public async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            throw Failed(exception);
        }
    }

    private static ConversationException Failed(StorageException exception) =>
        new(ConversationErrors.StorageFailed, "The store failed.", isTransient: true, exception);
}
