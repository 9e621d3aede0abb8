using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Memories;
using Parley.Conversation.Speakers;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <content>What a session is made of, its beginning and its end.</content>
public sealed partial class ConversationSession : IHearingHost
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    private readonly SessionSetup _setup;
    private readonly ConversationServices _services;
    private readonly ILogger _logger;
    private readonly SessionLoop _loop;
    private readonly Observers _observers;
    private readonly Leases _leases;
    private readonly BackgroundTasks _background;
    private readonly ChatHistory _history;
    private readonly ChatContext _context = new();
    private readonly Cast _cast;
    private readonly Hearing _hearing;
    private readonly VoiceOutput _voice;
    private readonly MemoryKeeper _memory;
    private readonly TimeZoneInfo _timeZone;
    private readonly LoopTimer _holdTimer;
    private readonly LoopTimer _pauseTimer;
    private readonly Dictionary<Guid, IChatClient> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<SessionEndReason> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Chat _chat;
    private FlowState? _flow;
    private long _lastActive;
    private bool _hasBegun;
    private bool _isEnding;

    internal ConversationSession(SessionSetup setup, ConversationServices services)
    {
        _setup = setup;
        _services = services;
        _chat = setup.Chat;
        _logger = services.LoggerFactory.CreateLogger<ConversationSession>();
        Started = services.TimeProvider.GetUtcNow();
        _lastActive = Started.Ticks;
        _timeZone = setup.Request.TimeZone ?? services.TimeProvider.LocalTimeZone;
        _loop = new SessionLoop(_logger);
        _observers = new Observers(services.TimeProvider, () =>
        {
            services.Metrics?.SlowObserver();
            SessionLog.SlowConsumer(_logger, Id);
        });
        _background = new BackgroundTasks(error => SessionLog.BackgroundFailed(_logger, Id, error));
        _leases = new Leases(services.TimeProvider, () => _loop.Post(() => EndOnLoopAsync(SessionEndReason.Abandoned)));
        _history = new ChatHistory(setup.Chats, setup.Chat.Player, setup.Chat.Id, setup.Chat.Created, services.TimeProvider);
        _cast = new Cast(setup.Participants, setup.Scenario, _context);
        _voice = new VoiceOutput(services.TimeProvider, _loop) { Finished = OnPlayed, FirstFrame = OnFirstFrame };
        _hearing = new Hearing(this, services, setup.Options, _loop);
        _memory = new MemoryKeeper(setup.Memories, setup.Chat, services.TimeProvider);
        _holdTimer = new LoopTimer(services.TimeProvider, _loop, HoldElapsedAsync);
        _pauseTimer = new LoopTimer(services.TimeProvider, _loop, PauseElapsedAsync);
    }

    bool IHearingHost.HasTurn => _state.Turn != 0;

    string? IHearingHost.Language => _cast.Main.Language;

    IReadOnlyList<string> IHearingHost.KeyTerms => [.. _cast.Participants.Select(p => p.Character.DisplayName)];

    /// <summary>The chat as it is now.</summary>
    internal Chat Chat => Volatile.Read(ref _chat);

    /// <summary>Whether the end has begun: the session takes nothing more.</summary>
    internal bool IsEnding => Volatile.Read(ref _isEnding) || _leases.IsOver;

    internal bool IsEphemeral => _setup.Request.IsEphemeral;

    internal Guid? ScenarioId => _setup.Scenario?.Id;

    /// <summary>Whether the player has said anything; read when the session has ended.</summary>
    internal bool HasUserMessage => _history.HasUserMessage;

    /// <summary>Loads what the store holds and starts the loop.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await _history.LoadAsync(cancellationToken);
        _context.Restore(await _setup.Chats.ReadStateAsync(_chat.Player, _chat.Id, cancellationToken));
        if (_setup.Scenario is { } scenario)
        {
            _context.Apply(
                new ContextPayload { Key = "_scenario", Contexts = scenario.Contexts, Actions = scenario.Actions, Events = scenario.Events },
                _history.ChatTime,
                _history.ConversationCount);
        }

        if (_setup.Request.Context is { } payload)
        {
            _context.Apply(payload, _history.ChatTime, _history.ConversationCount);
        }

        _services.Metrics?.SessionStarted();
        SessionLog.Started(_logger, Id);
        _loop.Start();
    }

    ValueTask IHearingHost.FeedAsync(TurnEvent item)
    {
        if (item is TurnEvent.SpeechBegan)
        {
            PreloadMemories();
        }

        return FeedAsync(item);
    }

    async ValueTask IHearingHost.ForgetUtteranceAsync(long utterance)
    {
        _interruptReason = InterruptReason.UserSpeech;
        await FeedAsync(new TurnEvent.InterruptWanted());
        await FeedAsync(new TurnEvent.UtteranceLost(utterance));
    }

    void IHearingHost.Publish(ConversationEvent item)
    {
        Touch();
        Publish(item);
    }

    void IHearingHost.Raise(string code, string message, bool isTransient, string? engineId) => Raise(code, message, isTransient, engineId);

    void IHearingHost.Run(Func<Task> work) => _background.Run(work);

    private void Publish(ConversationEvent item) => _observers.Publish(item);

    private void Raise(string code, string message, bool isTransient = false, string? engineId = null, long turnId = 0, object? origin = null)
    {
        // What an app did wrong is told to it alone: who sends nonsense at full speed must not fill the log with it.
        var isOurs = code is ConversationErrors.ReplyFailed or ConversationErrors.RecognitionFailed or ConversationErrors.SynthesisFailed or ConversationErrors.StorageFailed;
        SessionLog.ErrorRaised(_logger, isOurs ? LogLevel.Warning : LogLevel.Debug, Id, code, message);
        if (engineId is not null)
        {
            _services.Metrics?.EngineFailed(engineId, code);
        }

        Publish(new ErrorRaised(code, message) { IsTransient = isTransient, EngineId = engineId, TurnId = turnId, Origin = origin });
    }

    private void SetFlow(FlowState state)
    {
        if (_flow != state)
        {
            _flow = state;
            Publish(new FlowChanged(state));
        }
    }

    private SessionSnapshot Snapshot()
    {
        if (_isEnding)
        {
            throw SessionLoop.Ended();
        }

        return new SessionSnapshot
        {
            Chat = Chat,
            PlayerName = PlayerName,
            Participants = _cast.Participants,
            Scenario = _setup.Scenario,
            Messages = [.. _history.Messages.Where(m => m.SummarizedBy is null)],
            Context = ContextSnapshot(),
            Documents = [.. _context.Documents.Select(d => new DocumentChanged(d.Id, d.Title, d.Content))],
            Flow = _flow ?? FlowState.WaitingForUserInput,
            HasBegun = _hasBegun,
            IsListening = _hearing.IsListening,
            IsPaused = _isPaused,
            TurnId = _state.Turn,
            ReplyMessageId = _turn is { MessageId: var id } && id != Guid.Empty ? id : null,
        };
    }

    private ContextSnapshot ContextSnapshot() => _context.Snapshot(_cast.Roles);

    private async ValueTask BeginOnLoopAsync()
    {
        if (_hasBegun || _isEnding)
        {
            return;
        }

        _hasBegun = true;
        if (_history.Messages.Count == 0)
        {
            QueueGreeting();
        }
        else
        {
            var last = _history.Last!;
            await TellAbsenceAsync(last);
            if (last.Role == MessageRole.User)
            {
                _queue.Enqueue(new TurnPlan { Message = last });
            }
        }

        RaiseInScenario("start", []);
        if (_state.Phase == TurnPhase.Listening)
        {
            await RestAsync();
        }
    }

    private async ValueTask EndOnLoopAsync(SessionEndReason reason)
    {
        if (_isEnding)
        {
            return;
        }

        Volatile.Write(ref _isEnding, true);
        try
        {
            _queue.Clear();
            _interruptReason = InterruptReason.SessionEnded;
            await FeedAsync(new TurnEvent.InterruptWanted());
            await SaveStateAsync();
        }
        catch (Exception error)
        {
            SessionLog.BackgroundFailed(_logger, Id, error);
        }

        _ = Task.Run(() => FinishAsync(reason));
    }

    /// <summary>The rest of the end, outside the loop: what still runs comes back to the loop once more and is turned away.</summary>
    private async Task FinishAsync(SessionEndReason reason)
    {
        try
        {
            await _stop.CancelAsync();
            var microphone = await _loop.InvokeAsync(() => ValueTask.FromResult(_hearing.Detach()));
            if (microphone is not null)
            {
                await microphone.EndAsync(Microphones.MicrophoneEnd.SessionEnded);
            }

            await _background.DrainAsync(DrainTimeout, _services.TimeProvider);
        }
        catch (Exception error)
        {
            SessionLog.BackgroundFailed(_logger, Id, error);
        }

        await _loop.InvokeAsync(() =>
        {
            _voice.Dispose();
            Publish(new SessionEnded(reason));
            _observers.Complete();
        });
        _loop.Stop();
        await _loop.Completion;
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _hearing.Dispose();
        _leases.Dispose();
        _holdTimer.Dispose();
        _pauseTimer.Dispose();
        _triggerTimer?.Dispose();
        _services.Metrics?.SessionEnded();
        SessionLog.Ended(_logger, Id, reason);
        _completion.TrySetResult(reason);
    }

    private void PreloadMemories()
    {
        if (Options.Memory)
        {
            foreach (var participant in _cast.Speaking)
            {
                _memory.Preload(participant.Character.Id);
            }
        }
    }

    private async ValueTask SaveStateAsync() => await _setup.Chats.WriteStateAsync(_chat.Player, _chat.Id, _context.Save());
}
