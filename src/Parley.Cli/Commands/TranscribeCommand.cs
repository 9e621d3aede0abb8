using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Cli.Output;
using Parley.Cli.Transcripts;
using Parley.VoxNexus;

namespace Parley.Cli.Commands;

/// <summary><c>parley transcribe</c>: WAV files to text, one after the other.</summary>
internal sealed class TranscribeCommand : Command
{
    private static readonly Argument<string[]> Files = new("files") { Description = "WAV files; - is stdin", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Format = new Option<string?>("--format") { Description = "Form of the result; default: text", HelpName = "text|json|srt|vtt" }.Among("text", "json", "srt", "vtt");
    private static readonly Option<string?> Target = new("--output", "-o", "--out") { Description = "File to write; for several files, a directory", HelpName = "PATH" };
    private static readonly Option<string?> Language = new("--language") { Description = "Language spoken, e.g. en", HelpName = "TAG" };

    public TranscribeCommand()
        : base("transcribe", "Write down what WAV files say")
    {
        Add(Files);
        Add(Format);
        Add(Target);
        Add(Language);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    private static void Validate(CommandResult result)
    {
        var many = result.GetValue(Files) is { Length: > 1 };
        if (many && result.GetValue(Format) is "srt" or "vtt" && result.GetValue(Target) is null)
        {
            result.AddError("Captions of several files need -o DIRECTORY, a file for each.");
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetRequiredValue(Files);
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Speech, cancellationToken).ConfigureAwait(false);
        var code = ExitCodes.Done;
        foreach (var file in files)
        {
            try
            {
                await TranscribeAsync(parsed, server, file, files.Length > 1, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or AudioFormatException)
            {
                // The other files may well be in order.
                parsed.InvocationConfiguration.Error.WriteLine($"parley: {file}: {exception.Message}");
                code = ExitCodes.Failed;
            }
        }

        return code;
    }

    private static async Task TranscribeAsync(ParseResult parsed, ServerConnection server, string file, bool oneOfMany, CancellationToken cancellationToken)
    {
        await using var source = file == "-"
            ? await WavSource.OpenAsync(Console.OpenStandardInput(), leaveOpen: false, cancellationToken).ConfigureAwait(false)
            : await WavSource.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        await using var client = new SpeechToTextClient(new SpeechToTextOptions
        {
            ServerUrl = server.Address,
            ApiKey = server.Key,
            Language = parsed.GetValue(Language),
            EnableTimestamps = true,
        });
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var output = Open(parsed, file, oneOfMany);
        using var live = new LiveLine(parsed);
        var length = source.TotalSamples is { } samples ? source.Format.Duration(samples) : (TimeSpan?)null;
        live.Show(file, length is null ? null : 0);
        await foreach (var transcript in client.TranscribeAsync(source, cancellationToken).ConfigureAwait(false))
        {
            if (transcript is FinalTranscript final)
            {
                live.Clear();
                if (!string.IsNullOrWhiteSpace(final.Text))
                {
                    await output.WriteAsync(final).ConfigureAwait(false);
                }
            }
            else
            {
                live.Show(transcript.Text, length is { Ticks: > 0 } whole ? transcript.End / whole : null);
            }
        }
    }

    private static ITranscriptOutput Open(ParseResult parsed, string file, bool oneOfMany)
    {
        var format = parsed.GetValue(Format) ?? (parsed.GetValue(GlobalOptions.Json) ? "json" : "text");
        var target = parsed.GetValue(Target);
        if (target is not null && (oneOfMany || Directory.Exists(target)))
        {
            Directory.CreateDirectory(target);
            target = Path.Combine(target, $"{(file == "-" ? "stdin" : Path.GetFileNameWithoutExtension(file))}.{(format == "text" ? "txt" : format)}");
        }

        var isStandard = target is null or "-";
        var output = isStandard
            ? parsed.InvocationConfiguration.Output
            : new StreamWriter(target!, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return format switch
        {
            "json" => new JsonOutput(output, file, isStandard),
            "srt" => new CaptionOutput(new CaptionWriter(output, CaptionFormat.Srt, isStandard)),
            "vtt" => new CaptionOutput(new CaptionWriter(output, CaptionFormat.Vtt, isStandard)),
            _ => new TextOutput(output, oneOfMany && isStandard ? $"{file}: " : "", isStandard),
        };
    }
}
