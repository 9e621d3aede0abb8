using System.CommandLine;
using Parley.Cli.Output;
using Parley.Devices;
using Parley.Devices.Playback;
using Parley.Estuary;

namespace Parley.Cli.Conversations;

/// <summary><c>parley talk --via estuary</c>: an open microphone, a key (Enter), or a file that asks one question.</summary>
internal sealed class EstuaryTalk(ParseResult parsed, EstuaryClient client, EstuaryPrinter printer, VoiceSession session, string invitation)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Takes over the source and the sink.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, string? character, bool isPushToTalk, TalkAudio devices, CancellationToken cancellationToken)
    {
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Conversation, cancellationToken).ConfigureAwait(false);
        var (client, name) = await EstuaryCaller.CreateAsync(server, character, hears: true, cancellationToken).ConfigureAwait(false);
        await using var _ = client.ConfigureAwait(false);
        using var printer = new EstuaryPrinter(parsed, client, name);
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var recording = devices.Source is Microphone ? null : new WatchedSource(devices.Source);
        var session = new VoiceSession(client, recording ?? devices.Source, devices.Sink, isPushToTalk ? VoiceMode.PushToTalk : VoiceMode.Continuous);
        await using var __ = session.ConfigureAwait(false);
        var talk = new EstuaryTalk(parsed, client, printer, session, devices.Invitation);
        if (recording is not null)
        {
            await talk.AskAsync(recording, cancellationToken).ConfigureAwait(false);
        }
        else if (isPushToTalk)
        {
            await talk.PressAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await talk.ListenAsync(cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await session.StartAsync(cancellationToken).ConfigureAwait(false);
        Say(invitation);
        await EndAsync(session.Completion, cancellationToken).ConfigureAwait(false);
    }

    private async Task PressAsync(CancellationToken cancellationToken)
    {
        await session.StartAsync(cancellationToken).ConfigureAwait(false);
        Say("Enter begins what you say, and ends it. Ctrl+D ends the talk.");
        while (true)
        {
            var line = InputLines.ReadAsync(null, cancellationToken);
            if (await Task.WhenAny(line, session.Completion).ConfigureAwait(false) != line)
            {
                await EndAsync(session.Completion, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (await line.ConfigureAwait(false) is null)
            {
                return;
            }

            await TurnAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!client.IsRecording)
            {
                await session.StartRecordingAsync(cancellationToken).ConfigureAwait(false);
                Say("listening …");
            }
            else if (!await session.StopRecordingAsync(cancellationToken).ConfigureAwait(false))
            {
                Say("nothing was understood.");
            }
        }
        catch (EstuaryException error) when (client.State is Realtime.ConnectionState.Connected or Realtime.ConnectionState.Reconnecting)
        {
            // The turn is lost, the talk goes on.
            Say(error.Message);
        }
    }

    private async Task AskAsync(WatchedSource recording, CancellationToken cancellationToken)
    {
        await session.StartAsync(cancellationToken).ConfigureAwait(false);
        var played = new PlayedMessages(session.Player!);
        if (session.Mode == VoiceMode.PushToTalk)
        {
            await session.StartRecordingAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAny(recording.Ended, session.Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (session.Completion.IsCompleted)
        {
            await EndAsync(session.Completion, cancellationToken).ConfigureAwait(false);
        }

        await session.Recorder!.Completion.ConfigureAwait(false);
        if (session.Mode == VoiceMode.PushToTalk)
        {
            await session.StopRecordingAsync(cancellationToken).ConfigureAwait(false);
        }

        // Every transcript comes before voice is off.
        await client.StopVoiceAsync(cancellationToken).ConfigureAwait(false);
        await printer.VoiceStopped.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!printer.HasHeard)
        {
            throw new IOException("Nothing was understood in the file. 'parley transcribe' shows what is heard in it.");
        }

        var answer = await printer.Answered.WaitAsync(AnswerTimeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (answer is not null && printer.IsSpoken(answer.MessageId))
        {
            await played.WhenAsync(answer.MessageId).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(Task<Exception?> completion, CancellationToken cancellationToken)
    {
        if (await completion.WaitAsync(cancellationToken).ConfigureAwait(false) is { } error)
        {
            throw error;
        }
    }

    private void Say(string text) => parsed.InvocationConfiguration.Error.WriteLine($"parley: {text}");

    /// <summary>Remembers what a player has played.</summary>
    private sealed class PlayedMessages
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource> _messages = new();

        public PlayedMessages(AudioPlayer player) => player.Completed += OnCompleted;

        public Task WhenAsync(string id) => Of(id).Task;

        private void OnCompleted(PlaybackCompleted played) => Of(played.MessageId).TrySetResult();

        private TaskCompletionSource Of(string id) => _messages.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
