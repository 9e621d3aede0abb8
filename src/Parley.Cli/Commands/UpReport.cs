using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server;
using Parley.Server.Console;
using Parley.Server.Data;
using Parley.Server.Info;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Cli.Commands;

/// <summary>What <c>parley up</c> prints once the server answers.</summary>
internal static class UpReport
{
    public static void Write(ParseResult parsed, ParleyServer server, EnginesInUse engines)
    {
        var output = parsed.InvocationConfiguration.Output;
        var facts = new UpFacts
        {
            Url = server.Address,
            Data = server.Services.GetRequiredService<DataDirectory>().FullPath,
            SpeechToText = engines.SpeechToText,
            TextToSpeech = engines.TextToSpeech,
            VoiceActivity = engines.VoiceActivity,
            Voices = server.Services.GetRequiredService<ISpeechEngines>().Voices.Count,
            Replies = server.Services.GetRequiredService<ParleyOptions>().Llm?.ToString() ?? "scripted",
        };
        if (parsed.GetValue(GlobalOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(facts, UpFactsJson.Default.UpFacts));
            return;
        }

        output.WriteLine($"""
            Parley {ParleyVersion.Current} is running.
              Console         {facts.Url}{Lacking(server.Services.GetRequiredService<ConsoleFiles>())}
              Speech to text  {Words(facts.SpeechToText)}
              Text to speech  {Words(facts.TextToSpeech)}; {facts.Voices} voices
              Voice activity  {Words(facts.VoiceActivity)}
              Replies         {facts.Replies}
              Data            {facts.Data}
            Press Ctrl+C to stop.
            """);
    }

    private static string Lacking(ConsoleFiles console) => console switch
    {
        { Folder: null } => " (its files are missing; the protocols work)",
        { HasLibraries: false } => $" (not ready: {ConsoleFiles.Remedy})",
        _ => "",
    };

    private static string Words(IReadOnlyList<string> engines) => engines.Count > 0 ? string.Join(", ", engines) : "none; see 'parley doctor'";
}

/// <summary>The same for machines.</summary>
internal sealed record UpFacts
{
    public required Uri Url { get; init; }

    public required string Data { get; init; }

    public required IReadOnlyList<string> SpeechToText { get; init; }

    public required IReadOnlyList<string> TextToSpeech { get; init; }

    public required IReadOnlyList<string> VoiceActivity { get; init; }

    public required int Voices { get; init; }

    public required string Replies { get; init; }
}

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpFacts))]
internal sealed partial class UpFactsJson : JsonSerializerContext;
