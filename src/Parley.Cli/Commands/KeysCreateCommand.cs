using System.CommandLine;
using System.Text.Json;
using Parley.Server.Security;
using Parley.Server.Storage;

namespace Parley.Cli.Commands;

/// <summary><c>parley keys create</c>: the key alone goes to stdout, this once.</summary>
internal sealed class KeysCreateCommand : Command
{
    private static readonly Option<string?> User = new("--user") { Description = "Owner of the key; keys of one user see the same chats. Default: the local user", HelpName = "NAME" };
    private static readonly Option<string?> Label = new("--label") { Description = "A note for the list", HelpName = "TEXT" };
    private static readonly Option<string[]> Scope = new Option<string[]>("--scope") { Description = "What it is good for: speech, conversation, admin (default: speech and conversation)", HelpName = "SCOPE" }
        .Among("speech", "conversation", "admin");

    public KeysCreateCommand()
        : base("create", "Create a key and print it once")
    {
        Add(User);
        Add(Label);
        Add(Scope);
        SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var database = KeysCommand.Open(parsed.FindData());
        var (key, record) = await new SqliteKeyStore(database, TimeProvider.System)
            .CreateAsync(parsed.GetValue(User), parsed.GetValue(Label), Scopes(parsed.GetValue(Scope) ?? []), cancellationToken).ConfigureAwait(false);

        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(GlobalOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(KeyFacts.Of(record) with { Key = key }, KeyFactsJson.Default.KeyFacts));
            return ExitCodes.Done;
        }

        output.WriteLine(key);
        parsed.InvocationConfiguration.Error.WriteLine($"parley: key {record.Id} of user {record.Tenant}. It is not shown again; revoke it with: parley keys revoke {record.Id}");
        return ExitCodes.Done;
    }

    private static KeyScopes Scopes(string[] names) =>
        names.Length == 0 ? KeyScopes.Default : names.Aggregate(KeyScopes.None, (all, name) => all | Enum.Parse<KeyScopes>(name, ignoreCase: true));
}
