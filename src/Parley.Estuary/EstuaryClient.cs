using Microsoft.Extensions.Logging;
using Parley.Realtime;

namespace Parley.Estuary;

/// <summary>
/// Client of an Estuary server: one connection, kept open, on which a player talks with a character by text and voice.
/// </summary>
/// <remarks>
/// <para>Thread-safe. <see cref="VoiceSession"/> wires a microphone and a speaker to it.</para>
/// <para>A reconnect keeps the client, its subscriptions, the conversation and, unless switched off, voice with its mute; the session
/// is another one. What was sent before is not sent again, events in between are lost, and a push-to-talk recording under way is
/// lost. There is no reconnect after the server ended the session by its will, such as for inactivity.</para>
/// </remarks>
public sealed partial class EstuaryClient : IAsyncDisposable
{
    private readonly EstuaryClientOptions _options;
    private readonly EventStream<EstuaryEvent> _events;
    private readonly ConnectionSupervisor<EstuaryLink> _supervisor;
    private readonly VoiceChannel _voice;
    private readonly HttpMessageHandler _http;
    private readonly RestCaller _rest;
    private EstuaryLink? _link;

    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="logger">Where failing handlers are logged; null for nowhere.</param>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public EstuaryClient(EstuaryClientOptions options, ILogger<EstuaryClient>? logger = null)
    {
        _options = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        _events = new EventStream<EstuaryEvent>(logger);
        _supervisor = new ConnectionSupervisor<EstuaryLink>(OpenAsync, _options.Reconnect, _options.TimeProvider, Observe);
        _voice = new VoiceChannel(_options, _events.Publish);
        _http = _options.HttpHandler ?? new HttpClientHandler();
        _rest = new RestCaller(_options, _http);
        Memory = new MemoryClient(_rest, _options.CharacterId, _options.PlayerId);
        Characters = new CharacterClient(_rest);
        Conversations = new ConversationClient(_rest, _options.CharacterId);
    }

    /// <summary>The settings; what is null there has its default.</summary>
    public EstuaryClientOptions Options => _options;

    /// <summary>Where the connection stands.</summary>
    public ConnectionState State => _supervisor.State;

    /// <summary>Whether a session is open now.</summary>
    public bool IsConnected => Volatile.Read(ref _link) is not null;

    /// <summary>The open session, or the last one; null before the first.</summary>
    public SessionInfo? Session { get; private set; }

    /// <summary>Completes when the connection is over for good: null after a close on this side, otherwise why. Never faults.</summary>
    public Task<Exception?> Completion => _supervisor.Completion;

    /// <summary>What the character remembers of the player, by REST: works without a connection.</summary>
    public MemoryClient Memory { get; }

    /// <summary>The key's characters, by REST: works without a connection.</summary>
    public CharacterClient Characters { get; }

    /// <summary>Conversations of the character, by REST: works without a connection.</summary>
    public ConversationClient Conversations { get; }

    /// <summary>Connects, authenticates and waits for the session.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The session.</returns>
    /// <exception cref="EstuaryException"><c>AUTH_FAILED</c>, <c>CONNECTION_FAILED</c>, <c>CONNECTION_TIMEOUT</c> or <c>QUOTA_EXCEEDED</c>. The call may be repeated.</exception>
    /// <exception cref="InvalidOperationException">Already connected, or closed.</exception>
    public async Task<SessionInfo> ConnectAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _supervisor.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return Session!;
        }
        catch (Exception error) when (error is ConnectionException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EstuaryException(EstuaryErrorCodes.ConnectionFailed, "The client was closed while it connected.", isTransient: false, error);
        }
    }

    /// <summary>Stops voice, leaves and closes for good; idempotent.</summary>
    /// <param name="cancellationToken">Ends the wait for a graceful end.</param>
    public async Task DisconnectAsync(CancellationToken cancellationToken = default)
    {
        if (IsConnected)
        {
            try
            {
                await _voice.StopAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (EstuaryException)
            {
                // The server does not answer any more; it is left all the same.
            }
        }

        await _supervisor.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a handler for every event of a type from now on, in order, on one pump.</summary>
    /// <typeparam name="TEvent">The event, or <see cref="EstuaryEvent"/> for all.</typeparam>
    /// <param name="handler">What to call; one that throws is logged, and the next one runs.</param>
    /// <returns>Dispose to unsubscribe.</returns>
    public IDisposable On<TEvent>(Action<TEvent> handler)
        where TEvent : EstuaryEvent => _events.On(handler);

    /// <inheritdoc cref="On{TEvent}(Action{TEvent})" />
    public IDisposable On<TEvent>(Func<TEvent, ValueTask> handler)
        where TEvent : EstuaryEvent => _events.On(handler);

    /// <summary>Every event from this call on, in order, until the client is closed.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="SlowConsumerException">While enumerating: more than 1,024 events waited.</exception>
    public IAsyncEnumerable<EstuaryEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.ReadAsync(cancellationToken);

    /// <summary>Disconnects, and waits for handlers to see what has come.</summary>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await _events.DisposeAsync().ConfigureAwait(false);
        _rest.Dispose();
        if (_options.HttpHandler is null)
        {
            _http.Dispose();
        }
    }

    private async Task<EstuaryLink> OpenAsync(bool again, CancellationToken cancellationToken)
    {
        using var deadline = _options.TimeProvider.CreateCancellationTokenSource(_options.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var link = await EstuaryLink.OpenAsync(_options, _options.SocketIo(_http), new Listener(this), again, either.Token).ConfigureAwait(false);
            if (again)
            {
                await ResumeVoiceAsync(link, cancellationToken).ConfigureAwait(false);
            }

            return link;
        }
        catch (Exception error) when (error is not EstuaryException && deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EstuaryException(EstuaryErrorCodes.ConnectionTimeout, $"Connecting took longer than {_options.ConnectTimeout.TotalSeconds:0.#} s.", isTransient: true, error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw EstuaryErrors.Connecting(error);
        }
    }

    private async Task ResumeVoiceAsync(EstuaryLink link, CancellationToken cancellationToken)
    {
        try
        {
            await _voice.ResumeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private EstuaryLink Link() => Volatile.Read(ref _link) ?? throw EstuaryErrors.NotConnected(State == ConnectionState.Reconnecting);

    private void Observe(ConnectionChange change)
    {
        switch (change.State)
        {
            case ConnectionState.Reconnecting:
                _events.Publish(new Reconnecting(change.Attempt, change.Delay ?? TimeSpan.Zero, change.Cause));
                break;
            case ConnectionState.Closed:
                _voice.OnLinkEnded(isForGood: true);
                _events.Publish(new Closed(change.Cause));
                _events.Complete();
                break;
            default:
                // Connected was told with the session, before anything that came after it.
                break;
        }
    }

    private sealed class Listener(EstuaryClient client) : IEstuaryLinkListener
    {
        public void OnSession(EstuaryLink link, SessionInfo session, bool isReconnect)
        {
            client.Session = session;
            client._voice.OnSession(link);
            Volatile.Write(ref client._link, link);
            client._events.Publish(new Connected(session, isReconnect));
        }

        public void OnEvent(EstuaryEvent e) => client.Dispatch(e);

        public void OnEnded(string reason, EstuaryException? error)
        {
            Volatile.Write(ref client._link, null);
            client.FailReplies(error ?? EstuaryErrors.NotConnected(isReconnecting: false), even: true);
            client._voice.OnLinkEnded(isForGood: false);
            client._events.Publish(new Disconnected(reason, error));
        }
    }
}
