using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Cli.Conversations;
using Parley.Cli.Output;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Server.Characters;
using Parley.Server.Storage;

namespace Parley.Cli.Commands;

/// <summary><c>parley characters</c>: works on the data directory itself, for the local user; cards are Character Cards V2 and V3.</summary>
internal sealed class CharactersCommand : Command
{
    private static readonly Argument<string> Who = new("character") { Description = "Name or id" };
    private static readonly Argument<string> Card = new("card") { Description = "Character card, .json or .png" };
    private static readonly Option<string?> Target = new("--output", "-o", "--out") { Description = "File to write, .json or .png; default: JSON on stdout", HelpName = "FILE" };

    public CharactersCommand()
        : base("characters", "Manage characters")
    {
        Add("list", "List the characters", ListAsync);
        Add("show", "Print a character's card as JSON", (parsed, store, token) => ExportAsync(parsed, store, null, token), Who);
        Add("import", "Take a character card", ImportAsync, Card);
        Add("export", "Write a character's card", (parsed, store, token) => ExportAsync(parsed, store, parsed.GetValue(Target), token), Who, Target);
        Add("delete", "Delete a character", DeleteAsync, Who);
    }

    private void Add(string name, string description, Func<ParseResult, ICharacterStore, CancellationToken, Task> run, params Symbol[] words)
    {
        var command = new Command(name, description);
        foreach (var word in words)
        {
            if (word is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)word);
            }
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var data = parsed.FindData();
            await using var database = KeysCommand.Open(data);
            await using var library = new CharacterLibrary(data, TimeProvider.System, NullLogger<CharacterLibrary>.Instance);
            await library.StartAsync(cancellationToken).ConfigureAwait(false);
            var store = new SqliteCharacterStore(database, library, TimeProvider.System);
            await run(parsed, store, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        Add(command);
    }

    private static async Task ListAsync(ParseResult parsed, ICharacterStore store, CancellationToken cancellationToken)
    {
        var characters = await store.ListAsync(TenantId.Local, cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var facts = characters.Select(c => new CharacterFacts(c.Id, c.Name, c.VoiceId, c.Language, c.IsReadOnly)).ToArray();
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(facts, CharacterFactsJson.Default.CharacterFactsArray));
            return;
        }

        Columns.Write(parsed, ["Name", "Id", "Voice"], characters.Select(c => (string[])[c.Name, c.Id.ToString(), c.VoiceId ?? ""]));
    }

    private static async Task ImportAsync(ParseResult parsed, ICharacterStore store, CancellationToken cancellationToken)
    {
        var file = new FileInfo(parsed.GetRequiredValue(Card));
        if (file is { Exists: true, Length: > CharacterCard.MaxFileLength })
        {
            throw new ArgumentException("A character card has at most 32 MiB.");
        }

        var (character, picture) = CharacterCard.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false));
        var stored = await store.SaveAsync(TenantId.Local, character, cancellationToken).ConfigureAwait(false);
        if (picture is not null)
        {
            await store.WritePictureAsync(TenantId.Local, stored.Id, picture, cancellationToken).ConfigureAwait(false);
        }

        parsed.InvocationConfiguration.Output.WriteLine(stored.Id);
        parsed.InvocationConfiguration.Error.WriteLine($"parley: {stored.Name} is here; talk with: parley chat --character {stored.Id}");
    }

    private static async Task ExportAsync(ParseResult parsed, ICharacterStore store, string? target, CancellationToken cancellationToken)
    {
        var character = await FindAsync(parsed, store, cancellationToken).ConfigureAwait(false);
        if (target is null)
        {
            parsed.InvocationConfiguration.Output.WriteLine(Encoding.UTF8.GetString(CharacterCard.WriteJson(character)));
            return;
        }

        var picture = await store.ReadPictureAsync(TenantId.Local, character.Id, cancellationToken).ConfigureAwait(false);
        var card = target.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? CharacterCard.WritePng(character, picture) : CharacterCard.WriteJson(character);
        await File.WriteAllBytesAsync(target, card, cancellationToken).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ParseResult parsed, ICharacterStore store, CancellationToken cancellationToken)
    {
        var character = await FindAsync(parsed, store, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(TenantId.Local, character.Id, cancellationToken).ConfigureAwait(false);
        parsed.InvocationConfiguration.Error.WriteLine($"parley: {character.Name} is deleted.");
    }

    private static async Task<Character> FindAsync(ParseResult parsed, ICharacterStore store, CancellationToken cancellationToken) =>
        CharacterChoice.Match(await store.ListAsync(TenantId.Local, cancellationToken).ConfigureAwait(false), parsed.GetRequiredValue(Who), c => c.Id, c => c.Name);
}

/// <summary>A character, for machines.</summary>
internal sealed record CharacterFacts(Guid Id, string Name, string? Voice, string? Language, bool IsReadOnly);

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CharacterFacts[]))]
internal sealed partial class CharacterFactsJson : JsonSerializerContext;
