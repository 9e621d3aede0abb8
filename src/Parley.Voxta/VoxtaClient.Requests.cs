using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

public sealed partial class VoxtaClient
{
    private readonly object _requestsGate = new();
    private readonly List<Request> _requests = [];

    /// <summary>Sends a message and waits until the server has taken it; what it leads to arrives as events.</summary>
    /// <param name="message">Any message of the protocol.</param>
    /// <param name="cancellationToken">Ends the wait; the message may have been taken all the same.</param>
    /// <exception cref="VoxtaException">The server refused it.</exception>
    /// <exception cref="RealtimeException">There is no connection, or it ended first.</exception>
    /// <exception cref="TimeoutException">No answer came within <see cref="VoxtaClientOptions.RequestTimeout"/>.</exception>
    public async Task SendAsync(ClientMessage message, CancellationToken cancellationToken = default)
    {
        if (message is null)
        {
            throw new ArgumentNullException(nameof(message));
        }

        await Link().InvokeAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message and waits for the event that answers it.</summary>
    /// <typeparam name="TAnswer">The event.</typeparam>
    /// <param name="message">Any message of the protocol.</param>
    /// <param name="isAnswer">Which event of that type is meant; null for the next one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VoxtaException">The server refused the message, or answered with an error.</exception>
    /// <inheritdoc cref="SendAsync" />
    public async Task<TAnswer> RequestAsync<TAnswer>(ClientMessage message, Func<TAnswer, bool>? isAnswer = null, CancellationToken cancellationToken = default)
        where TAnswer : ServerMessage
    {
        var request = new Request(m => m is TAnswer answer && (isAnswer is null || isAnswer(answer)), message is StartChatMessage or ResumeChatMessage);
        lock (_requestsGate)
        {
            _requests.Add(request);
        }

        using var deadline = _options.TimeProvider.CreateCancellationTokenSource(_options.RequestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await SendAsync(message, either.Token).ConfigureAwait(false);
            return (TAnswer)await request.Answer.Task.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer within {_options.RequestTimeout.TotalSeconds:0.#} s.");
        }
        finally
        {
            lock (_requestsGate)
            {
                _requests.Remove(request);
            }
        }
    }

    /// <summary>Authenticates again, e.g. with other capabilities.</summary>
    /// <param name="capabilities">What the app can do from now on; null for what the options say.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VoxtaException">Authentication failed.</exception>
    public async Task<Welcome> AuthenticateAsync(ClientCapabilities? capabilities = null, CancellationToken cancellationToken = default) =>
        Welcome = await AuthenticateAsync(Link(), cancellationToken, capabilities).ConfigureAwait(false);

    /// <summary>Sends a message to the session it names, else to the active one.</summary>
    internal async Task SendInSessionAsync(ClientSessionMessage message, CancellationToken cancellationToken)
    {
        message.SessionId = SessionOf(message.SessionId);
        await SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    internal Guid SessionOf(Guid? sessionId) =>
        sessionId ?? SessionId ?? throw new VoxtaException(VoxtaErrorCodes.NoSession, "No chat is running: start one, or name a session.");

    private async Task<Welcome> AuthenticateAsync(HubLink link, CancellationToken cancellationToken, ClientCapabilities? capabilities = null)
    {
        var request = new Request(static m => m is Wire.Welcome or AuthenticationRequired, failsOnError: true);
        lock (_requestsGate)
        {
            _requests.Add(request);
        }

        try
        {
            await link.InvokeAsync(
                new AuthenticateMessage
                {
                    Client = _options.ClientName,
                    ClientVersion = _options.ClientVersion,
                    Scope = _options.Scopes,
                    Capabilities = capabilities ?? _options.Capabilities,
                },
                cancellationToken).ConfigureAwait(false);
            var answered = await Task.WhenAny(request.Answer.Task, link.Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (answered == link.Completion)
            {
                throw link.Completion.Result.Error ?? new ConnectionException(RealtimeErrorCodes.ConnectionLost, "The connection ended before the welcome.");
            }

            return await request.Answer.Task.ConfigureAwait(false) as Welcome
                ?? throw new VoxtaException(VoxtaErrorCodes.AuthenticationRequired, "The server wants credentials: set ApiKey.");
        }
        finally
        {
            lock (_requestsGate)
            {
                _requests.Remove(request);
            }
        }
    }

    private HubLink Link() => _supervisor.Current
        ?? throw new ConnectionException(RealtimeErrorCodes.Closed, "The client is not connected.", isTransient: State == ConnectionState.Reconnecting);

    private void Answer(ServerMessage message)
    {
        lock (_requestsGate)
        {
            foreach (var request in _requests)
            {
                if (request.IsAnswer(message))
                {
                    request.Answer.TrySetResult(message);
                }
                else if (request.FailsOnError && Refusal(message) is { } refusal)
                {
                    request.Answer.TrySetException(refusal);
                }
            }
        }
    }

    private static VoxtaException? Refusal(ServerMessage message) => message switch
    {
        ServerError error => new VoxtaException(error.Code ?? VoxtaErrorCodes.ServerError, error.Message),
        ChatSessionError error => new VoxtaException(error.Code ?? VoxtaErrorCodes.ServerError, error.Message, error.Retry),
        MissingResourcesError missing => new VoxtaException(VoxtaErrorCodes.MissingResources, $"{missing.Resources.Count} resources of the chat are not installed."),
        _ => null,
    };

    private void EndRequests(Exception? cause)
    {
        var error = cause ?? new ConnectionException(RealtimeErrorCodes.Closed, "The client was closed.", isTransient: false);
        lock (_requestsGate)
        {
            foreach (var request in _requests)
            {
                request.Answer.TrySetException(error);
            }
        }
    }

    private sealed class Request(Func<ServerMessage, bool> isAnswer, bool failsOnError)
    {
        public TaskCompletionSource<ServerMessage> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<ServerMessage, bool> IsAnswer { get; } = isAnswer;

        public bool FailsOnError { get; } = failsOnError;
    }
}
