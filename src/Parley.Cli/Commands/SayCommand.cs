using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Cli.Output;
using Parley.Devices;
using Parley.VoxNexus;

namespace Parley.Cli.Commands;

/// <summary><c>parley say</c>: to the speaker on a terminal, as WAV on stdout in a pipe, to a file with <c>-o</c>.</summary>
internal sealed class SayCommand : Command
{
    private static readonly Argument<string?> Text = new("text") { Description = "What to say; without it, or with -, what comes on stdin", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> File = new("--output", "-o", "--out") { Description = "WAV file to write; - is stdout", HelpName = "FILE" };
    private static readonly Option<string?> Voice = new("--voice") { Description = "Voice, from 'parley voices'; default: the server's", HelpName = "ID" };
    private static readonly Option<string?> Language = new("--language") { Description = "Language of the text, e.g. en or de-DE", HelpName = "TAG" };
    private static readonly Option<double> Speed = new("--speed") { Description = "0.5 to 2.0", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> Pitch = new("--pitch") { Description = "-12 to 12 semitones", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<double> Volume = new("--volume") { Description = "0.0 to 1.0", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Samples a second", HelpName = "HZ", DefaultValueFactory = _ => 16_000 };
    private static readonly Option<string> Format = new Option<string>("--format") { Description = "Form of the file", HelpName = "wav|pcm", DefaultValueFactory = _ => "wav" }.Among("wav", "pcm");
    private static readonly Option<string?> Device = new("--device") { Description = "Speaker, from 'parley devices'", HelpName = "NAME" };

    public SayCommand()
        : base("say", "Speak a text")
    {
        Add(Text);
        foreach (Option option in (Option[])[File, Voice, Language, Speed, Pitch, Volume, Rate, Format, Device])
        {
            Add(option);
        }

        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    private static void Validate(CommandResult result)
    {
        if (result.GetValue(GlobalOptions.Json) && result.GetValue(File) is null or "-")
        {
            result.AddError("--json needs -o FILE, because without it the audio itself is the result.");
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var text = parsed.GetValue(Text);
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException("There is nothing to say: the text is empty.");
        }

        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Speech, cancellationToken).ConfigureAwait(false);
        var language = parsed.GetValue(Language);
        var voice = parsed.GetValue(Voice) ?? await VoiceChoice.FindAsync(server, language, cancellationToken).ConfigureAwait(false);
        await using var client = new TextToSpeechClient(new TextToSpeechOptions
        {
            ServerUrl = server.Address,
            ApiKey = server.Key,
            VoiceId = voice,
            Language = language,
            Speed = parsed.GetValue(Speed),
            Pitch = parsed.GetValue(Pitch),
            Volume = parsed.GetValue(Volume),
            SampleRate = parsed.GetValue(Rate),
        });
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var sink = OpenSink(parsed);
        await using var utterance = text is null or "-"
            ? await client.SynthesizeAsync(ReadInputAsync(cancellationToken), cancellationToken).ConfigureAwait(false)
            : await client.SynthesizeAsync(text, cancellationToken).ConfigureAwait(false);
        await utterance.PlayAsync(sink, cancellationToken).ConfigureAwait(false);
        await sink.DrainAsync(cancellationToken).ConfigureAwait(false);
        Report(parsed, voice, utterance);
        return ExitCodes.Done;
    }

    private static IAudioSink OpenSink(ParseResult parsed)
    {
        var format = new PcmFormat(parsed.GetValue(Rate));
        var file = parsed.GetValue(File);
        if (file is null && parsed.ShowsResults())
        {
            try
            {
                return Speaker.Open(new SpeakerOptions { Device = parsed.GetValue(Device), SampleRate = format.SampleRate });
            }
            catch (AudioDeviceException exception)
            {
                throw new AudioDeviceException(exception.Problem, $"{exception.Message} To write a file: parley say … -o out.wav");
            }
        }

        var stream = file is null or "-" ? Console.OpenStandardOutput() : new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
        return parsed.GetValue(Format) == "pcm" ? new RawSink(stream, format) : new WavSink(new WavWriter(stream, format));
    }

    // The console's own reader cannot be cancelled; the thread that waits in it goes with the process.
    private static async IAsyncEnumerable<string> ReadInputAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return line + "\n";
        }
    }

    private static void Report(ParseResult parsed, string voice, SpeechUtterance utterance)
    {
        if (parsed.GetValue(File) is not { } file || file == "-")
        {
            return;
        }

        var duration = utterance.Format.Duration(utterance.ReceivedSamples);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var facts = new SayFacts { File = file, Voice = voice, SampleRate = utterance.Format.SampleRate, DurationMs = (long)duration.TotalMilliseconds };
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(facts, SayFactsJson.Default.SayFacts));
            return;
        }

        parsed.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"parley: {duration.TotalSeconds:0.0} s of {voice} in {file}"));
    }
}

/// <summary>What was written, for machines.</summary>
internal sealed record SayFacts
{
    public required string File { get; init; }

    public required string Voice { get; init; }

    public required int SampleRate { get; init; }

    public required long DurationMs { get; init; }
}

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SayFacts))]
internal sealed partial class SayFactsJson : JsonSerializerContext;
