using System.CommandLine;
using Parley.Server.Data;
using Parley.Server.Storage;

namespace Parley.Cli.Commands;

/// <summary><c>parley keys</c>: works on the data directory itself (a running server notices within a second); <c>approve</c> asks the server.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand()
        : base("keys", "Manage API keys")
    {
        Add(new KeysCreateCommand());
        Add(new KeysListCommand());
        Add(new KeysRevokeCommand());
        Add(new KeysApproveCommand());
    }

    /// <summary>Opens the database of a data directory for one command.</summary>
    public static Database Open(DataDirectory data)
    {
        data.Create();
        return Database.Open(data, beforeUpgrade: () => RefuseWhileServerRuns(data));
    }

    // An older server may be using the tables that an upgrade changes.
    private static void RefuseWhileServerRuns(DataDirectory data)
    {
        if (data.IsInUse())
        {
            throw new StorageException($"The database in {data.FullPath} must be upgraded, but an older server is using it. Stop the server first.");
        }
    }
}
