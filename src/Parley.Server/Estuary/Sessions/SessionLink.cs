using System.Threading.Channels;
using Parley.Audio;
using Parley.Conversation;
using Parley.Conversation.Memories;
using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Connections;
using Parley.Server.Estuary.Rest;
using Parley.Server.Estuary.Voice;

namespace Parley.Server.Estuary.Sessions;

/// <summary>A client at the live chat of its player and character: a lease, a subscription told in order, a speaker, a microphone.</summary>
internal sealed class SessionLink : IAsyncDisposable
{
    private const int DefaultRate = 16_000;
    private const int MaxPendingMemories = 200;
    private const int MaxAttempts = 3;

    private readonly EstuaryConnection _connection;
    private readonly SessionLease _lease;
    private readonly SessionSubscription _subscription;
    private readonly Speaker? _speaker;
    private readonly List<MemoryItem> _learned = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _telling = Task.CompletedTask;
    private Task _speaking = Task.CompletedTask;

    private SessionLink(EstuaryConnection connection, ConversationSession session, SessionLease lease, SessionSubscription subscription, Speaker? speaker)
    {
        _connection = connection;
        Session = session;
        _lease = lease;
        _subscription = subscription;
        _speaker = speaker;
        Replies = new ReplyOutput(connection) { IsHeard = speaker is not null };
        var rate = SampleRate(connection.Identity);
        Voice = new VoiceInput(connection, session, connection.Profile.MicrophoneRate ?? rate);
    }

    public ConversationSession Session { get; }

    public ReplyOutput Replies { get; }

    public VoiceInput Voice { get; }

    /// <summary>Joins the live session, resumes the latest chat, or begins one; nothing is told until <see cref="RunAsync"/>.</summary>
    /// <exception cref="ConversationException">The player has too many sessions, or the character has gone.</exception>
    public static async ValueTask<SessionLink> OpenAsync(EstuaryConnection connection, Admission admission)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryOpenAsync(connection, admission);
            }
            catch (ConversationException error) when (error.Code == ConversationErrors.SessionEnded && attempt < MaxAttempts)
            {
                // Somebody ended the chat in this moment: it goes on in another session.
            }
        }
    }

    /// <summary>Begins to tell the client what happens.</summary>
    public ValueTask RunAsync()
    {
        _telling = Task.Run(TellAsync);
        _speaking = _speaker is null ? Task.CompletedTask : Task.Run(SpeakAsync);
        return Session.BeginAsync(_connection.Gone);
    }

    /// <summary>Tells what was learned and not told yet.</summary>
    public ValueTask FlushMemoriesAsync()
    {
        MemoryItem[] items;
        lock (_learned)
        {
            items = [.. _learned];
            _learned.Clear();
        }

        return items.Length == 0 ? default : SendMemoriesAsync(items);
    }

    public async ValueTask DisposeAsync()
    {
        await Voice.DisposeAsync();
        _subscription.Dispose();
        if (_speaker is not null)
        {
            await _speaker.DisposeAsync();
        }

        await _stop.CancelAsync();
        _lease.Dispose();
        await Task.WhenAll(_telling, _speaking);
        Replies.Dispose();
        _stop.Dispose();
    }

    private static async ValueTask<SessionLink> TryOpenAsync(EstuaryConnection connection, Admission admission)
    {
        var services = connection.Services;
        var (start, lease) = await services.Sessions.StartAttachedAsync(
            new SessionRequest
            {
                Player = admission.Player,
                CharacterIds = [admission.Character.Id],
                ContinueLatest = true,
                Greet = false,
                Client = "estuary-" + connection.Profile.Name,
                Context = CharacterActions.ContextOf(admission.Character),
            },
            services.Options.Grace,
            connection.Gone);
        var session = start.Session;
        SessionSubscription? subscription = null;
        try
        {
            subscription = await session.SubscribeAsync(4096, connection.Gone);
            var speaker = connection.Identity.Capabilities?.Speaker == false ? null : await session.OpenSpeakerAsync(
                new SpeakerOptions
                {
                    SampleRate = SampleRate(connection.Identity),
                    FrameLength = services.Options.VoiceChunk,
                    FirstFrameLength = services.Options.VoiceChunk,
                    Lead = services.Options.VoiceLead,
                    Reports = true,
                    StartDeadline = TimeSpan.Zero,
                    CompletionGrace = TimeSpan.Zero,
                },
                connection.Gone);
            return new SessionLink(connection, session, lease, subscription, speaker);
        }
        catch
        {
            subscription?.Dispose();
            lease.Dispose();
            throw;
        }
    }

    private static int SampleRate(AuthenticateMessage identity) => identity.AudioSampleRate is { } rate and > 0
        ? Math.Clamp(rate, PcmFormat.MinSampleRate, PcmFormat.MaxSampleRate)
        : DefaultRate;

    private async Task SpeakAsync()
    {
        try
        {
            await foreach (var frame in _speaker!.ReadFramesAsync(_stop.Token))
            {
                await Replies.OnFrameAsync(frame);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        catch (Exception error)
        {
            EstuaryLog.Failed(_connection.Services.Log, _connection.Id, error);
            _connection.Drop();
        }
    }

    private async Task TellAsync()
    {
        try
        {
            // This wire never says that a message is stored, so nothing here waits for the store.
            await foreach (var item in _subscription.Events.ReadAllAsync(_stop.Token))
            {
                await TellAsync(item);
            }
        }
        catch (SlowConsumerException)
        {
            EstuaryLog.SlowConsumer(_connection.Services.Log, _connection.Id);
            _connection.Drop();
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            // The client has gone.
        }
        catch (Exception error)
        {
            EstuaryLog.Failed(_connection.Services.Log, _connection.Id, error);
            _connection.Drop();
        }
    }

    private async ValueTask TellAsync(ConversationEvent item)
    {
        switch (item)
        {
            case ReplyGenerating generating:
                _connection.Touch();
                Replies.OnGenerating(generating);
                break;
            case ReplyChunk chunk:
                await Replies.OnChunkAsync(chunk);
                break;
            case ReplyEnded ended:
                await Replies.OnEndedAsync(ended);
                break;
            case ReplyCancelled cancelled:
                await Replies.OnCancelledAsync(cancelled);
                break;
            case SpeechInterrupted interrupted:
                await Replies.OnInterruptedAsync(interrupted);
                break;
            case TurnEnded turn:
                _connection.Touch();
                Replies.OnTurnEnded(turn.TurnId);
                break;
            case ActionInvoked action:
                await Replies.OnActionAsync(action);
                break;
            case UserSpeechStarted speech:
                OnSpeech(speech.MicrophoneId);
                break;
            case UserSpeechPartial partial:
                OnSpeech(partial.MicrophoneId);
                await SendTranscriptAsync(partial.Text, isFinal: false, null);
                break;
            case UserSpeechEnded { Text: { Length: > 0 } text } final:
                OnSpeech(final.MicrophoneId);
                await SendTranscriptAsync(text, isFinal: true, final.Confidence);
                if (final.IsRefused && Voice.Owns(final.MicrophoneId))
                {
                    await _connection.SendQuotaExceededAsync();
                }

                break;
            case MicrophoneClosed closed:
                await Voice.OnClosedAsync(closed);
                break;
            case MemoriesLearned learned:
                await OnLearnedAsync(learned);
                break;
            case ErrorRaised error:
                await OnErrorAsync(error);
                break;
            case SessionEnded:
                // Somebody ended the chat elsewhere; who is still here comes back to a new session.
                await FlushMemoriesAsync();
                _connection.Drop();
                break;
        }
    }

    private void OnSpeech(Guid microphoneId)
    {
        _connection.Touch();
        Voice.OnSpeech(microphoneId);
    }

    private ValueTask SendTranscriptAsync(string text, bool isFinal, double? confidence) => _connection.SendAsync(
        EstuaryEventNames.SttResponse,
        new SttResponseMessage { Text = text, IsFinal = isFinal, Confidence = confidence },
        EstuaryJsonContext.Default.SttResponseMessage);

    private ValueTask OnErrorAsync(ErrorRaised error)
    {
        if (error.Code == ConversationErrors.SynthesisFailed)
        {
            Replies.OnSpeechFailed(error.TurnId);
        }

        return error.Origin is null || error.Origin == _connection ? _connection.SendErrorAsync(error.Message, error.Code) : default;
    }

    private ValueTask OnLearnedAsync(MemoriesLearned learned)
    {
        if (_connection.Identity.RealtimeMemory == true)
        {
            return SendMemoriesAsync(learned.Items);
        }

        lock (_learned)
        {
            _learned.AddRange(learned.Items);
            _learned.RemoveRange(0, Math.Max(0, _learned.Count - MaxPendingMemories));
        }

        return default;
    }

    private ValueTask SendMemoriesAsync(IReadOnlyList<MemoryItem> items) => _connection.SendAsync(
        EstuaryEventNames.MemoryUpdated,
        new MemoryUpdatedMessage
        {
            AgentId = _connection.Identity.CharacterId!,
            PlayerId = _connection.Identity.PlayerId!,
            MemoriesExtracted = items.Count,
            FactsExtracted = items.Count(i => i.FactKey is not null),
            ConversationId = Session.ChatId.ToString(),
            NewMemories = [.. items.Select(MemoryShapes.Of)],
            Timestamp = Timestamps.Write(_connection.Services.Time.GetUtcNow()),
        },
        EstuaryJsonContext.Default.MemoryUpdatedMessage);
}
