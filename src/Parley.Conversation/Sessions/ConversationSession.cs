using Parley.Conversation.Chats;
using Parley.Conversation.Microphones;
using Parley.Conversation.Speakers;

namespace Parley.Conversation.Sessions;

/// <summary>
/// A live chat: one event loop that takes commands and tells what happens. Thread-safe. Any number of connections, of any face, may
/// subscribe, speak and listen at once; all see the same events in the same order.
/// </summary>
/// <remarks>
/// A face calls <see cref="SubscribeAsync"/>, <see cref="Attach"/>, <see cref="OpenSpeakerAsync"/> where somebody listens, and then
/// <see cref="BeginAsync"/>; until then the session says nothing.
/// </remarks>
public sealed partial class ConversationSession : IAsyncDisposable
{
    /// <summary>Unique id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The chat.</summary>
    public Guid ChatId => _setup.Chat.Id;

    /// <summary>Whose it is.</summary>
    public Player Player => _setup.Chat.Player;

    /// <summary>The player's name in prompts and transcripts.</summary>
    public string PlayerName => _setup.Request.PlayerName;

    /// <summary>The app that started it; null when unknown.</summary>
    public string? Client => _setup.Request.Client;

    /// <summary>When it was started, UTC.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>When a command or an utterance last came, UTC.</summary>
    public DateTimeOffset LastActive => new(Volatile.Read(ref _lastActive), TimeSpan.Zero);

    /// <summary>Who takes part, the main character first.</summary>
    public IReadOnlyList<SessionParticipant> Participants => _cast.Participants;

    /// <summary>How the conversation is held.</summary>
    public ConversationOptions Options => _setup.Options;

    /// <summary>Whether the session takes the player's audio at present.</summary>
    public bool IsListening => _hearing.IsListening;

    /// <summary>Completes with the reason when the session has ended and everything of it is stored.</summary>
    public Task<SessionEndReason> Completion => _completion.Task;

    /// <summary>
    /// Begins: a new chat with the scenario's or the character's first message, a chat whose last message is the player's with the answer.
    /// Later calls do nothing.
    /// </summary>
    public ValueTask BeginAsync(CancellationToken cancellationToken = default) => _loop.PostOutsideAsync(BeginOnLoopAsync, cancellationToken);

    /// <summary>
    /// Queues a command, waiting while 256 are queued. What goes wrong later is told by <see cref="ErrorRaised"/> with the command's origin.
    /// </summary>
    /// <exception cref="ConversationException">
    /// The command is malformed (<see cref="ConversationErrors.InvalidArgument"/>, <see cref="ConversationErrors.TextTooLong"/>,
    /// <see cref="ConversationErrors.UnknownCommand"/>), or the session has ended (<see cref="ConversationErrors.SessionEnded"/>).
    /// </exception>
    public ValueTask PostAsync(ConversationCommand command, CancellationToken cancellationToken = default)
    {
        CommandValidator.Validate(command);
        Touch();
        return _loop.PostOutsideAsync(() => HandleReportingAsync(command), cancellationToken);
    }

    /// <summary>
    /// Does a command and returns when the session has carried it out: stored and announced, a reply begun but not finished. Must not be
    /// awaited by the loop that feeds interruptions to the session.
    /// </summary>
    /// <exception cref="ConversationException">It was refused.</exception>
    public async Task ExecuteAsync(ConversationCommand command, CancellationToken cancellationToken = default)
    {
        CommandValidator.Validate(command);
        Touch();
        var done = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _loop.PostOutsideAsync(
            async () =>
            {
                try
                {
                    await HandleAsync(command);
                    done.TrySetResult(_history.Commit);
                }
                catch (Exception error)
                {
                    done.TrySetException(error);
                }
            },
            cancellationToken);
        var committed = await done.Task.WaitAsync(cancellationToken);
        await committed.WaitAsync(cancellationToken);
    }

    /// <summary>Begins to observe: the snapshot and the events fit together without gap or overlap.</summary>
    /// <param name="capacity">Events the observer may fall behind; 16 to 65,536, default 1,024.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConversationException">The session has ended.</exception>
    public async ValueTask<SessionSubscription> SubscribeAsync(int capacity = 1024, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 65_536);
        return await _loop.InvokeAsync(async () =>
        {
            // The snapshot tells of messages too.
            await _history.SettleAsync();
            return _observers.Add(Snapshot(), capacity);
        }).WaitAsync(cancellationToken);
    }

    /// <summary>Says that somebody is there.</summary>
    /// <param name="grace">How long the session waits when this was the last one to leave; null means 15 s.</param>
    /// <exception cref="ConversationException">The session is ending because nobody came back in time: starting the chat again gives a new one.</exception>
    public SessionLease Attach(TimeSpan? grace = null) => _leases.Add(grace ?? TimeSpan.FromSeconds(15));

    /// <summary>Whether everybody who was attached has left: nobody misses it but one who comes back within the grace period.</summary>
    internal bool IsLeft => _leases.IsGrace;

    /// <summary>Begins to listen to the player. A player has one microphone: one opened earlier ends as <see cref="MicrophoneEnd.Replaced"/>.</summary>
    /// <exception cref="Parley.Speech.EngineException">No recogniser can run, or none has the language.</exception>
    /// <exception cref="ConversationException">The session has ended.</exception>
    public ValueTask<Microphone> OpenMicrophoneAsync(MicrophoneOptions? options = null, CancellationToken cancellationToken = default) =>
        _hearing.OpenAsync(options ?? new MicrophoneOptions(), cancellationToken);

    /// <summary>Adds a listener: replies that begin from now on are spoken to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value of the options is outside its range.</exception>
    /// <exception cref="ConversationException">The session has ended.</exception>
    public async ValueTask<Speaker> OpenSpeakerAsync(SpeakerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SpeakerOptions();
        options.Validate();
        return await _loop.InvokeAsync(() => ValueTask.FromResult(_voice.AddSpeaker(options))).WaitAsync(cancellationToken);
    }

    /// <summary>An attachment of one of the chat's messages, or null.</summary>
    public ValueTask<AttachmentContent?> ReadAttachmentAsync(Guid attachmentId, CancellationToken cancellationToken = default) =>
        _setup.Chats.ReadAttachmentAsync(Player, ChatId, attachmentId, cancellationToken);

    /// <summary>Ends the session: what runs is interrupted, everything is stored, subscriptions complete. Returns when that is done.</summary>
    public async ValueTask StopAsync(SessionEndReason reason = SessionEndReason.Stopped)
    {
        _loop.Post(() => EndOnLoopAsync(reason));
        await _completion.Task;
    }

    /// <summary>Ends the session as <see cref="SessionEndReason.Stopped"/>.</summary>
    public ValueTask DisposeAsync() => StopAsync();

    private void Touch() => Volatile.Write(ref _lastActive, _services.TimeProvider.GetUtcNow().Ticks);

    private async ValueTask HandleReportingAsync(ConversationCommand command)
    {
        try
        {
            await HandleAsync(command);
        }
        catch (ConversationException error)
        {
            Raise(error.Code, error.Message, error.IsTransient, origin: command.Origin);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            SessionLog.BackgroundFailed(_logger, Id, error);
            Raise(ConversationErrors.InvalidState, "The command failed inside the server.", origin: command.Origin);
        }
    }
}
