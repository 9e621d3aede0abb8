using System.CommandLine;
using Parley.Server.Storage;

namespace Parley.Cli.Commands;

/// <summary><c>parley keys revoke ID</c>.</summary>
internal sealed class KeysRevokeCommand : Command
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the key, from 'keys list'" };

    public KeysRevokeCommand()
        : base("revoke", "Revoke a key for good")
    {
        Add(Id);
        SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(Id);
        await using var database = KeysCommand.Open(parsed.FindData());
        var error = parsed.InvocationConfiguration.Error;
        if (!await new SqliteKeyStore(database, TimeProvider.System).RevokeAsync(id, cancellationToken).ConfigureAwait(false))
        {
            error.WriteLine($"parley: there is no live key with the id '{id}'.");
            return ExitCodes.Failed;
        }

        error.WriteLine($"parley: key {id} is revoked.");
        return ExitCodes.Done;
    }
}
