using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Cli.Output;
using Parley.VoxNexus;
using Parley.VoxNexus.Wire;

namespace Parley.Cli.Commands;

/// <summary><c>parley voices</c>.</summary>
internal sealed class VoicesCommand : Command
{
    private static readonly Option<string?> Language = new("--language") { Description = "Only voices of this language, e.g. en or zh-CN", HelpName = "TAG" };
    private static readonly Option<string?> Gender = new Option<string?>("--gender") { Description = "male, female or neutral", HelpName = "GENDER" }.Among("male", "female", "neutral");
    private static readonly Option<string?> Search = new("--search") { Description = "Only voices with this in their id or name", HelpName = "TEXT" };

    public VoicesCommand()
        : base("voices", "List the server's voices")
    {
        Add(Language);
        Add(Gender);
        Add(Search);
        SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Speech, cancellationToken).ConfigureAwait(false);
        using var client = new VoxNexusRestClient(new VoxNexusRestOptions { ServerUrl = server.Address, ApiKey = server.Key });
        var query = new VoiceQuery { Language = parsed.GetValue(Language), Gender = parsed.GetValue(Gender) };
        var voices = new List<VoiceFacts>();
        await foreach (var voice in client.ReadVoicesAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (parsed.GetValue(Search) is not { } text
                || voice.VoiceId.Contains(text, StringComparison.OrdinalIgnoreCase) || voice.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                voices.Add(VoiceFacts.Of(voice));
            }
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize([.. voices], VoiceFactsJson.Default.VoiceFactsArray));
            return ExitCodes.Done;
        }

        if (voices.Count == 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine("parley: no voice matches; 'parley voices' lists all, 'parley doctor' says which engines are missing.");
            return ExitCodes.Done;
        }

        Columns.Write(parsed, ["Voice", "Locale", "Gender", "Name"], voices.Select(v => (string[])[v.Id, v.Locale ?? "", v.Gender ?? "", v.Name]));
        return ExitCodes.Done;
    }
}

/// <summary>A voice, for machines.</summary>
internal sealed record VoiceFacts
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Gender { get; init; }

    public string? Locale { get; init; }

    public required string[] Locales { get; init; }

    public static VoiceFacts Of(Voice voice) => new()
    {
        Id = voice.VoiceId,
        Name = voice.Name,
        Gender = voice.Gender,
        Locale = voice.PrimaryLocale ?? voice.Language,
        Locales = [.. (voice.SupportedLocales ?? []).Select(l => l.Locale)],
    };
}

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VoiceFacts[]))]
internal sealed partial class VoiceFactsJson : JsonSerializerContext;
