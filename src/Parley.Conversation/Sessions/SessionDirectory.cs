using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <summary>The live sessions of this process.</summary>
public sealed class SessionDirectory : ISessionDirectory, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PlayerLocks _starting = new();
    private readonly SemaphoreSlim _placing = new(1, 1);
    private readonly ConversationServices _services;
    private readonly SessionDirectoryOptions _options;
    private readonly SessionFactory _factory;
    private readonly ILogger _logger;
    private readonly Dictionary<Guid, ConversationSession> _sessions = [];
    private readonly List<Watcher> _watchers = [];
    private readonly HashSet<Task> _ends = [];
    private int _beginning;
    private bool _isClosed;

    /// <summary>Creates an empty directory.</summary>
    /// <param name="services">What conversations are made of.</param>
    /// <param name="options">Limits; null means the defaults.</param>
    public SessionDirectory(ConversationServices services, SessionDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _options = options ?? new SessionDirectoryOptions();
        _factory = new SessionFactory(services, _options);
        _logger = services.LoggerFactory.CreateLogger<SessionDirectory>();
    }

    /// <inheritdoc />
    public async ValueTask<SessionStart> StartAsync(SessionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // One start at a time for each player: two connections that come together find one chat.
        using var turn = await _starting.EnterAsync(request.Player, cancellationToken);
        if (FindRunning(request) is { } running)
        {
            return new SessionStart(running, WasRunning: true, IsNewChat: false);
        }

        await MakeRoomAsync(request.Player).WaitAsync(cancellationToken);
        await TakePlaceAsync(request.Player, cancellationToken);
        try
        {
            return await BeginAsync(request, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _beginning--;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<Chat> CreateChatAsync(SessionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await _factory.CreateAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public bool TryGet(Player player, Guid sessionId, [NotNullWhen(true)] out ConversationSession? session)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(sessionId, out session) && session.Player == player && !session.IsEnding;
        }
    }

    /// <inheritdoc />
    public bool TryGetByChat(Player player, Guid chatId, [NotNullWhen(true)] out ConversationSession? session)
    {
        lock (_gate)
        {
            session = _sessions.Values.FirstOrDefault(s => s.ChatId == chatId && s.Player == player && !s.IsEnding);
            return session is not null;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<ConversationSession> List(Player player) => [.. ListAll().Where(s => s.Player == player)];

    /// <inheritdoc />
    public IReadOnlyList<ConversationSession> ListAll()
    {
        lock (_gate)
        {
            return [.. _sessions.Values.Where(s => !s.IsEnding).OrderByDescending(s => s.LastActive).ThenBy(s => s.Id)];
        }
    }

    /// <inheritdoc />
    public async ValueTask<bool> StopAsync(Player player, Guid sessionId, SessionEndReason reason = SessionEndReason.Stopped, CancellationToken cancellationToken = default)
    {
        if (!TryGet(player, sessionId, out var session))
        {
            return false;
        }

        await StopAsync(session, reason).WaitAsync(cancellationToken);
        return true;
    }

    /// <inheritdoc />
    public async ValueTask<bool> DeleteChatAsync(Player player, Guid chatId, CancellationToken cancellationToken = default)
    {
        if (TryGetByChat(player, chatId, out var session))
        {
            await StopAsync(session, SessionEndReason.ChatDeleted).WaitAsync(cancellationToken);
            if (session.IsEphemeral)
            {
                return true;
            }
        }

        return await _services.Chats.DeleteAsync(player, chatId, cancellationToken);
    }

    /// <inheritdoc />
    public IDisposable Watch(Player player, Action<SessionChange> onChange)
    {
        ArgumentNullException.ThrowIfNull(onChange);
        var watcher = new Watcher(player, onChange, Remove);
        lock (_gate)
        {
            _watchers.Add(watcher);
        }

        return watcher;
    }

    /// <summary>Ends every session as <see cref="SessionEndReason.Shutdown"/>; everything said is stored.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        await Task.WhenAll(All().Select(s => s.StopAsync(SessionEndReason.Shutdown).AsTask()));
        Task[] ends;
        lock (_gate)
        {
            ends = [.. _ends];
        }

        await Task.WhenAll(ends);
    }

    private async Task<SessionStart> BeginAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var setup = await _factory.PrepareAsync(request, cancellationToken);
        await GoneAsync(request.Player, setup.Chat.Id).WaitAsync(cancellationToken);
        if (TryGetByChat(request.Player, setup.Chat.Id, out var live))
        {
            return new SessionStart(live, WasRunning: true, IsNewChat: false);
        }

        var session = new ConversationSession(setup, _services);
        await session.StartAsync(cancellationToken);
        Register(session);
        return new SessionStart(session, WasRunning: false, setup.IsNewChat);
    }

    /// <summary>Waits for sessions of the chat that are ending: two must not write one chat.</summary>
    private async Task GoneAsync(Player player, Guid chatId)
    {
        ConversationSession[] ending;
        lock (_gate)
        {
            ending = [.. _sessions.Values.Where(s => s.ChatId == chatId && s.Player == player && s.IsEnding)];
        }

        foreach (var session in ending)
        {
            await RemoveAsync(session);
        }
    }

    // The session leaves the directory before the caller goes on.
    private async Task StopAsync(ConversationSession session, SessionEndReason reason)
    {
        await session.StopAsync(reason);
        await RemoveAsync(session);
    }

    private ConversationSession[] All()
    {
        lock (_gate)
        {
            return [.. _sessions.Values];
        }
    }

    private ConversationSession? FindRunning(SessionRequest request)
    {
        if (request.ChatId is { } chatId)
        {
            return TryGetByChat(request.Player, chatId, out var session) ? session : null;
        }

        if (!request.ContinueLatest || request.CharacterIds.Count != 1)
        {
            return null;
        }

        return List(request.Player).FirstOrDefault(s => s.ScenarioId is null && s.Participants.Count == 1 && s.Participants[0].Character.Id == request.CharacterIds[0]);
    }

    /// <summary>At the player's limit, sessions that only wait for somebody to come back give way, the longest unused first.</summary>
    private async Task MakeRoomAsync(Player player)
    {
        ConversationSession[] left;
        int excess;
        lock (_gate)
        {
            excess = _sessions.Values.Count(s => s.Player == player) - _options.MaxSessionsPerPlayer + 1;
            left = [.. _sessions.Values.Where(s => s.Player == player && s.IsLeft).OrderBy(s => s.LastActive)];
        }

        foreach (var session in left.Take(excess))
        {
            await StopAsync(session, SessionEndReason.Abandoned);
        }
    }

    /// <summary>At the server's limit the session that was left longest, whose ever it is, gives way.</summary>
    private async Task TakePlaceAsync(Player player, CancellationToken cancellationToken)
    {
        // One at a time, so that each who comes frees a place for itself.
        await _placing.WaitAsync(cancellationToken);
        try
        {
            if (LongestLeftWhenFull() is { } session)
            {
                await StopAsync(session, SessionEndReason.Abandoned);
            }

            TakePlace(player);
        }
        finally
        {
            _placing.Release();
        }
    }

    private ConversationSession? LongestLeftWhenFull()
    {
        lock (_gate)
        {
            return _sessions.Count + _beginning >= _options.MaxSessions ? _sessions.Values.Where(s => s.IsLeft).MinBy(s => s.LastActive) : null;
        }
    }

    // Whoever takes a place gives it back when its session is registered or has come to nothing.
    private void TakePlace(Player player)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new ConversationException(ConversationErrors.SessionEnded, "The server is shutting down.", isTransient: true);
            }

            if (_sessions.Count + _beginning >= _options.MaxSessions)
            {
                throw new ConversationException(ConversationErrors.LimitReached, "The server has too many live sessions.", isTransient: true);
            }

            if (_sessions.Values.Count(s => s.Player == player) >= _options.MaxSessionsPerPlayer)
            {
                throw new ConversationException(ConversationErrors.LimitReached, $"At most {_options.MaxSessionsPerPlayer} chats can be live at once.", isTransient: true);
            }

            _beginning++;
        }
    }

    private void Register(ConversationSession session)
    {
        bool isClosed;
        lock (_gate)
        {
            isClosed = _isClosed;
            _sessions.Add(session.Id, session);
            var end = RemoveAsync(session);
            _ends.Add(end);
            end.ContinueWith(
                done =>
                {
                    lock (_gate)
                    {
                        _ends.Remove(done);
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        Tell(new SessionChange(session, null));
        if (isClosed)
        {
            _ = session.StopAsync(SessionEndReason.Shutdown).AsTask();
        }
    }

    private async Task RemoveAsync(ConversationSession session)
    {
        var reason = await session.Completion;
        lock (_gate)
        {
            if (!_sessions.Remove(session.Id))
            {
                return;
            }
        }

        if (session.Chat.DeleteWhenUnused && !session.HasUserMessage && !session.IsEphemeral)
        {
            try
            {
                await _services.Chats.DeleteAsync(session.Player, session.ChatId);
            }
            catch (Exception error)
            {
                SessionLog.BackgroundFailed(_logger, session.Id, error);
            }
        }

        Tell(new SessionChange(session, reason));
    }

    private void Tell(SessionChange change)
    {
        Watcher[] watchers;
        lock (_gate)
        {
            watchers = [.. _watchers.Where(w => w.Player == change.Session.Player)];
        }

        foreach (var watcher in watchers)
        {
            try
            {
                watcher.OnChange(change);
            }
            catch (Exception error)
            {
                SessionLog.BackgroundFailed(_logger, change.Session.Id, error);
            }
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }

    private sealed class Watcher(Player player, Action<SessionChange> onChange, Action<Watcher> remove) : IDisposable
    {
        public Player Player => player;

        public Action<SessionChange> OnChange => onChange;

        public void Dispose() => remove(this);
    }
}
