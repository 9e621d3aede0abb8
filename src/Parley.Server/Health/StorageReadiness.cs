using Dapper;
using Parley.Server.Data;
using Parley.Server.Storage;

namespace Parley.Server.Health;

/// <summary>Whether the database can be read.</summary>
internal sealed class StorageReadiness(Database database) : IReadinessCheck
{
    public string Name => "storage";

    public async ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM revisions"), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (StorageException exception)
        {
            return exception.Message;
        }
    }
}
