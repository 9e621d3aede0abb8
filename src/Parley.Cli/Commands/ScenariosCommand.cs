using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Cli.Conversations;
using Parley.Cli.Output;
using Parley.Conversation;
using Parley.Conversation.Scenarios;
using Parley.Server.Storage;
using Parley.Server.Voxta.Resources;

namespace Parley.Cli.Commands;

/// <summary><c>parley scenarios</c>: works on the data directory itself, for the local user.</summary>
internal sealed class ScenariosCommand : Command
{
    private static readonly Argument<string> Which = new("scenario") { Description = "Name or id" };
    private static readonly Argument<FileInfo> Source = new Argument<FileInfo>("file") { Description = "Scenario file, .json" }.AcceptExistingOnly();

    public ScenariosCommand()
        : base("scenarios", "Manage scenarios")
    {
        Add("list", "List the scenarios", ListAsync);
        Add("import", "Take a scenario file", ImportAsync, Source);
        Add("delete", "Delete a scenario", DeleteAsync, Which);
    }

    private void Add(string name, string description, Func<ParseResult, IScenarioStore, CancellationToken, Task> run, params Argument[] arguments)
    {
        var command = new Command(name, description);
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = KeysCommand.Open(parsed.FindData());
            await run(parsed, new SqliteScenarioStore(database), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        Add(command);
    }

    private static async Task ListAsync(ParseResult parsed, IScenarioStore store, CancellationToken cancellationToken)
    {
        var scenarios = await store.ListAsync(TenantId.Local, cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var facts = scenarios.Select(s => new ScenarioFacts(s.Id, s.Name, s.Client, [.. s.Roles.Select(r => r.Name)])).ToArray();
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(facts, ScenarioFactsJson.Default.ScenarioFactsArray));
            return;
        }

        Columns.Write(parsed, ["Name", "Id", "Roles"], scenarios.Select(s => (string[])[s.Name, s.Id.ToString(), string.Join(", ", s.Roles.Select(r => r.Name))]));
    }

    private static async Task ImportAsync(ParseResult parsed, IScenarioStore store, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(Source);
        if (file.Length > ScenarioFile.MaxLength)
        {
            throw new ArgumentException("A scenario file has at most 8 MiB.");
        }

        var scenario = ScenarioFile.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false));
        await store.SaveAsync(TenantId.Local, scenario, cancellationToken).ConfigureAwait(false);
        parsed.InvocationConfiguration.Output.WriteLine(scenario.Id);
        parsed.InvocationConfiguration.Error.WriteLine($"parley: {scenario.Name} is here; Voxta apps start it with its id.");
    }

    private static async Task DeleteAsync(ParseResult parsed, IScenarioStore store, CancellationToken cancellationToken)
    {
        var scenario = CharacterChoice.Match(await store.ListAsync(TenantId.Local, cancellationToken).ConfigureAwait(false), parsed.GetRequiredValue(Which), s => s.Id, s => s.Name, "scenario");
        await store.DeleteAsync(TenantId.Local, scenario.Id, cancellationToken).ConfigureAwait(false);
        parsed.InvocationConfiguration.Error.WriteLine($"parley: {scenario.Name} is deleted.");
    }
}

/// <summary>A scenario, for machines.</summary>
internal sealed record ScenarioFacts(Guid Id, string Name, string? Client, string[] Roles);

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScenarioFacts[]))]
internal sealed partial class ScenarioFactsJson : JsonSerializerContext;
