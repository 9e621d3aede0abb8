using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Parley.Server.Storage;

namespace Parley.Cli.Commands;

/// <summary><c>parley keys list</c>.</summary>
internal sealed class KeysListCommand : Command
{
    public KeysListCommand()
        : base("list", "List the keys (never the keys themselves)") => SetAction(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var database = KeysCommand.Open(parsed.FindData());
        var keys = (await new SqliteKeyStore(database, TimeProvider.System).ListAsync(cancellationToken).ConfigureAwait(false)).Select(KeyFacts.Of).ToArray();
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(GlobalOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(keys, KeyFactsJson.Default.KeyFactsArray));
            return ExitCodes.Done;
        }

        foreach (var key in keys)
        {
            var state = key.RevokedAt is null ? "live" : "revoked";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{key.Id,-10} {state,-8} {key.User,-16} {string.Join('+', key.Scopes),-20} {key.CreatedAt:yyyy-MM-dd HH:mm}Z  {key.Label}").TrimEnd());
        }

        if (keys.Length == 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine("parley: there are no keys yet; create one with: parley keys create");
        }

        return ExitCodes.Done;
    }
}
