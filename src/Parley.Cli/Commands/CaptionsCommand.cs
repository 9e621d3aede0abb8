using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Cli.Output;
using Parley.Cli.Transcripts;
using Parley.Devices;
using Parley.VoxNexus;

namespace Parley.Cli.Commands;

/// <summary><c>parley captions</c>: live captions of the microphone until Ctrl+C, or of a file until its end.</summary>
internal sealed class CaptionsCommand : Command
{
    private static readonly TimeSpan FinishTimeout = TimeSpan.FromSeconds(15);

    private static readonly Option<string?> Input = new("--in", "-i") { Description = "WAV file instead of the microphone", HelpName = "FILE" };
    private static readonly Option<string?> File = new("--output", "-o", "--out") { Description = "Captions file, .srt or .vtt, whole after each caption", HelpName = "FILE" };
    private static readonly Option<string?> Language = new("--language") { Description = "Language spoken, e.g. en", HelpName = "TAG" };
    private static readonly Option<string?> Device = new("--device") { Description = "Microphone, from 'parley devices'", HelpName = "NAME" };

    public CaptionsCommand()
        : base("captions", "Caption live speech")
    {
        Add(Input);
        Add(File);
        Add(Language);
        Add(Device);
        SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var source = new WatchedSource(await OpenSourceAsync(parsed, cancellationToken).ConfigureAwait(false));
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Speech, cancellationToken).ConfigureAwait(false);
        var options = new SpeechToTextOptions { ServerUrl = server.Address, ApiKey = server.Key, Language = parsed.GetValue(Language) };
        var file = parsed.GetValue(File);
        await using var captions = new LiveCaptions(options, file is null ? null : CaptionWriter.Create(file));
        using var live = new LiveLine(parsed);
        captions.InterimChanged += text => live.Show(text);
        captions.Committed += caption =>
        {
            live.Clear();
            Write(parsed, caption);
        };
        await captions.StartAsync(source, cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(Input) is null)
        {
            parsed.InvocationConfiguration.Error.WriteLine("parley: listening; press Ctrl+C to finish.");
        }

        var interrupted = false;
        try
        {
            await source.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }

        // What was said so far still belongs to the captions.
        using var deadline = new CancellationTokenSource(FinishTimeout, TimeProvider.System);
        await captions.StopAsync(deadline.Token).ConfigureAwait(false);
        return interrupted && parsed.GetValue(Input) is not null ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    private static async Task<IAudioSource> OpenSourceAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Input) is { } file)
        {
            return await WavSource.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Microphone.Open(new MicrophoneOptions { Device = parsed.GetValue(Device) });
        }
        catch (AudioDeviceException exception)
        {
            throw new AudioDeviceException(exception.Problem, $"{exception.Message} To caption a file: parley captions --in a.wav");
        }
    }

    private static void Write(ParseResult parsed, Caption caption)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var segment = TranscriptFacts.Segment.Of(new FinalTranscript
            {
                Text = caption.Text,
                Start = caption.Start,
                End = caption.End,
                Confidence = caption.Confidence,
                Language = caption.Language,
                Words = caption.Words,
            });
            output.WriteLine(JsonSerializer.Serialize(segment, TranscriptFactsJson.Readable.Segment));
        }
        else
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{caption.Start:hh\\:mm\\:ss\\.f}] {caption.Text}"));
        }

        output.Flush();
    }
}
