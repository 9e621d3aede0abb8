using Microsoft.Extensions.Logging;
using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>
/// Client of a Voxta server: one hub connection, kept open, with typed messages out and typed events in.
/// </summary>
/// <remarks>
/// <para>Thread-safe. The operations of the protocol are extension methods beside this class: chats, conversation, speech,
/// context, lists and scripts. Where they take a session and none is given, the active one (<see cref="SessionId"/>) is meant.</para>
/// <para>Operations never throw at the call: what goes wrong is in the task they return.</para>
/// <para>A reconnect keeps the client, its subscriptions and the chat it started or resumed, which it resumes; messages that had
/// not been answered when the connection broke fail, and events in between are lost. A chat that the server no longer knows
/// leaves the client connected without an active session; one that somebody else runs becomes <see cref="Ready"/> again.</para>
/// </remarks>
public sealed partial class VoxtaClient : IAsyncDisposable
{
    private readonly VoxtaClientOptions _options;
    private readonly EventStream<VoxtaEvent> _events;
    private readonly ConnectionSupervisor<HubLink> _supervisor;
    private VoxtaNegotiation? _negotiation;
    private bool _negotiationGiven;

    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">Settings; null for the defaults, a local server without keys.</param>
    /// <param name="logger">Where failing handlers are logged; null for nowhere.</param>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public VoxtaClient(VoxtaClientOptions? options = null, ILogger<VoxtaClient>? logger = null)
    {
        _options = (options ?? new VoxtaClientOptions()).Validated();
        _events = new EventStream<VoxtaEvent>(logger);
        _supervisor = new ConnectionSupervisor<HubLink>(OpenAsync, _options.Reconnect, _options.TimeProvider, Observe);
    }

    /// <summary>Where the connection stands.</summary>
    public ConnectionState State => _supervisor.State;

    /// <summary>Whether the client is connected or connecting again; the seed's <c>running</c>.</summary>
    public bool IsRunning => State is ConnectionState.Connected or ConnectionState.Reconnecting;

    /// <summary>Completes when the connection is over for good: null after a close that was meant, otherwise why. Never faults.</summary>
    public Task<Exception?> Completion => _supervisor.Completion;

    /// <summary>The server's answer to authentication; null before the first connection.</summary>
    public Welcome? Welcome { get; private set; }

    /// <summary>Asks for a connection token: the first of the three steps, for apps that share the token with a <see cref="VoxtaAudioClient"/>.</summary>
    /// <exception cref="ConnectionException">The server could not be reached, or refused.</exception>
    /// <exception cref="ProtocolViolationException">The answer has no token.</exception>
    public Task<VoxtaNegotiation> NegotiateAsync(CancellationToken cancellationToken = default) =>
        Negotiator.NegotiateAsync(_options, cancellationToken);

    /// <summary>Negotiates, opens the hub, shakes hands, authenticates and waits for <c>welcome</c>.</summary>
    /// <returns>The server's welcome.</returns>
    /// <exception cref="ConnectionException">The server could not be reached, or refused.</exception>
    /// <exception cref="VoxtaException">Authentication failed.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="VoxtaClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="InvalidOperationException">Already connected, or closed.</exception>
    public async Task<Welcome> ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _supervisor.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return Welcome!;
    }

    /// <summary>The same with a token that <see cref="NegotiateAsync"/> gave.</summary>
    /// <inheritdoc cref="ConnectAsync(CancellationToken)" />
    public Task<Welcome> ConnectAsync(VoxtaNegotiation negotiation, CancellationToken cancellationToken = default)
    {
        _negotiation = negotiation ?? throw new ArgumentNullException(nameof(negotiation));
        _negotiationGiven = true;
        return ConnectAsync(cancellationToken);
    }

    /// <summary>Calls a handler for every event of a type from now on, in order, on one pump.</summary>
    /// <returns>Dispose to unsubscribe.</returns>
    public IDisposable On<TEvent>(Action<TEvent> handler)
        where TEvent : VoxtaEvent => _events.On(handler);

    /// <inheritdoc cref="On{TEvent}(Action{TEvent})" />
    public IDisposable On<TEvent>(Func<TEvent, ValueTask> handler)
        where TEvent : VoxtaEvent => _events.On(handler);

    /// <summary>Every event from this call on, in order, until the client is closed.</summary>
    /// <exception cref="SlowConsumerException">While enumerating: more than 1,024 events waited.</exception>
    public IAsyncEnumerable<VoxtaEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.ReadAsync(cancellationToken);

    /// <summary>Closes for good; idempotent. Sessions this client owns end on the server.</summary>
    public Task CloseAsync(CancellationToken cancellationToken = default) => _supervisor.CloseAsync(cancellationToken);

    /// <summary>Closes, and waits for handlers to see what has come.</summary>
    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        Observe(new ConnectionChange(ConnectionState.Closed));
        await _events.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<HubLink> OpenAsync(bool again, CancellationToken cancellationToken)
    {
        using var deadline = _options.TimeProvider.CreateCancellationTokenSource(_options.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (again && _ownedChat is null)
            {
                // Whoever runs the session may have ended it meanwhile: the server names it again where it lives.
                ForgetSession();
            }

            // A token outlives its connection for minutes only: every reconnect asks for a new one.
            if (_options.Negotiate && (again || !_negotiationGiven))
            {
                _negotiation = await NegotiateAsync(either.Token).ConfigureAwait(false);
            }

            var link = await HubLink.OpenAsync(HubLinkOptions.Request(_options, _negotiation), HubLinkOptions.From(_options, _negotiation), new Listener(this), either.Token).ConfigureAwait(false);
            try
            {
                Welcome = await AuthenticateAsync(link, either.Token).ConfigureAwait(false);
                await FollowUpAsync(link, again, either.Token).ConfigureAwait(false);
                return link;
            }
            catch
            {
                await link.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Connecting took longer than {_options.ConnectTimeout.TotalSeconds:0.#} s.");
        }
    }

    private async Task FollowUpAsync(HubLink link, bool again, CancellationToken cancellationToken)
    {
        if (_options.Label is { } label)
        {
            await link.InvokeAsync(new RegisterAppMessage { ClientVersion = _options.ClientVersion, Label = label }, cancellationToken).ConfigureAwait(false);
        }

        if (again && _options.ResumeChatOnReconnect && _ownedChat is { } chat)
        {
            try
            {
                await link.InvokeAsync(new ResumeChatMessage { ChatId = chat }, cancellationToken).ConfigureAwait(false);
            }
            catch (VoxtaException)
            {
                // The chat is gone, as its Completion has told: that is no reason to give up the connection.
                _ownedChat = null;
                if (ChatId == chat)
                {
                    ForgetSession();
                }
            }
        }
    }

    private void Observe(ConnectionChange change)
    {
        switch (change.State)
        {
            case ConnectionState.Reconnecting:
                _isSpeaking = _isThinking = false;
                EndRequests(change.Cause);
                _events.Publish(new Reconnecting(change.Attempt, change.Delay ?? TimeSpan.Zero, change.Cause));
                break;
            case ConnectionState.Connected when change.Attempt > 0:
                _events.Publish(new Reconnected(change.Attempt));
                break;
            case ConnectionState.Closed:
                _isSpeaking = _isThinking = false;
                EndRequests(change.Cause);
                _events.Publish(new Closed(change.Cause));
                _events.Complete();
                break;
            default:
                break;
        }
    }

    private sealed class Listener(VoxtaClient client) : IHubLinkListener
    {
        public void OnMessage(HubLink link, ServerMessage message) => client.Dispatch(link, message);

        public void OnCompletion(Completion completion) => client._events.Publish(completion);

        // A control connection that did not ask for audio gets none.
        public void OnAudio(ReadOnlyMemory<byte> pcm)
        {
        }
    }
}
