using System.CommandLine;
using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Cli.Conversations;
using Parley.Cli.Output;
using Parley.Devices;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Cli.Commands;

/// <summary><c>parley talk</c>: microphone and speaker, or WAV files in their place; a question from a file ends with its answer.</summary>
internal sealed class TalkCommand : Command
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestReply = TimeSpan.FromMinutes(10);

    private static readonly Option<string?> Character = new("--character", "-c") { Description = "Name or id, from 'parley characters list'; default: the server's", HelpName = "NAME" };
    private static readonly Option<string?> Input = new("--in", "-i") { Description = "WAV file or microphone; default: the default microphone", HelpName = "FILE|DEVICE" };
    private static readonly Option<string?> Target = new("--out", "-o") { Description = "WAV file or speaker; default: the default speaker", HelpName = "FILE|DEVICE" };

    private static readonly Option<bool> PushToTalk = new("--push-to-talk") { Description = "Enter begins and ends what you say, or the whole file is one turn; needs --via estuary" };

    private static readonly Option<bool> EchoCancellation = new("--echo-cancellation")
    {
        Description = "Take what the speaker plays out of what the microphone hears, for a talk without a headset; not with files",
    };

    public TalkCommand()
        : base("talk", "Talk with a character")
    {
        Add(Character);
        Add(Via.Option);
        Add(PushToTalk);
        Add(Input);
        Add(Target);
        Add(EchoCancellation);
        Validators.Add(static result =>
        {
            if (result.GetValue(PushToTalk) && result.GetValue(Via.Option) != Via.Estuary)
            {
                result.AddError("--push-to-talk needs --via estuary.");
            }

            if (result.GetValue(EchoCancellation) && (AudioEndpoints.IsFile(result.GetValue(Input)) || AudioEndpoints.IsFile(result.GetValue(Target))))
            {
                result.AddError("--echo-cancellation needs a microphone and a speaker, not files.");
            }
        });
        SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var devices = await TalkAudio.OpenAsync(parsed.GetValue(Input), parsed.GetValue(Target), parsed.GetValue(EchoCancellation), cancellationToken).ConfigureAwait(false);
        if (parsed.IsEstuary())
        {
            return await EstuaryTalk.RunAsync(parsed, parsed.GetValue(Character), parsed.GetValue(PushToTalk), devices, cancellationToken).ConfigureAwait(false);
        }

        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Conversation, cancellationToken).ConfigureAwait(false);
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server.Address, ApiKey = server.Key, ClientName = "parley talk", AutoSubscribe = false });
        await using var audio = new VoxtaAudioClient(new VoxtaAudioClientOptions { ServerUrl = server.Address, ApiKey = server.Key });
        await using var player = new AudioPlayer(devices.Sink, LongestReply);
        using var printer = new ReplyPrinter(parsed, client);
        using var live = new LiveLine(parsed);
        using var partials = client.On<SpeechRecognitionPartial>(e => live.Show(e.Text));
        using var ends = client.On<SpeechRecognitionEnd>(e =>
        {
            live.Clear();
            if (!string.IsNullOrWhiteSpace(e.Text))
            {
                printer.PrintUser(e.Text);
            }
        });
        var playout = new ReplyPlayout(player);
        using var interruptions = client.On<InterruptSpeech>(_ => playout.Interrupt());
        using var replies = client.On<ReplyStart>(_ => playout.Next());
        using var voice = audio.OnAudio(pcm => playout.Play(pcm, audio.Format));

        var negotiation = await client.NegotiateAsync(cancellationToken).ConfigureAwait(false);
        await client.ConnectAsync(negotiation, cancellationToken).ConfigureAwait(false);
        var character = await CharacterChoice.FindAsync(client, parsed.GetValue(Character), cancellationToken).ConfigureAwait(false);
        await audio.ConnectAsync(negotiation, cancellationToken).ConfigureAwait(false);
        await client.StartChatAsync(character, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (devices.Source is Microphone)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"parley: {devices.Invitation}");
            await audio.SendAudioAsync(devices.Source, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        }

        await audio.SendAudioAsync(devices.Source, cancellationToken).ConfigureAwait(false);
        await AwaitAnswerAsync(audio, printer, cancellationToken).ConfigureAwait(false);
        playout.Next();
        await player.DrainAsync(cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    // A live line goes on after the last word: the silence is what ends the utterance.
    private static async Task AwaitAnswerAsync(VoxtaAudioClient audio, ReplyPrinter printer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var silence = new RealTimeSource(new MemorySource(PcmFormat.Speech16K, new short[PcmFormat.Speech16K.Samples(AnswerTimeout)]));
        var sending = audio.SendAudioAsync(silence, stop.Token);
        if (await Task.WhenAny(printer.Answered, sending).ConfigureAwait(false) == sending)
        {
            await sending.ConfigureAwait(false);
            throw new TimeoutException($"Nobody answered within {AnswerTimeout.TotalSeconds:0} s: perhaps nothing was understood. 'parley transcribe' shows what is heard in the file.");
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(sending).ConfigureAwait(false);
        await printer.Answered.ConfigureAwait(false);
    }
}
