using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Estuary.Wire;
using Parley.Realtime;
using Parley.SocketIo;

namespace Parley.Estuary;

/// <summary>One connection in namespace <c>/sdk</c> with its session. Dies whole.</summary>
internal sealed class EstuaryLink : ILink
{
    private readonly EstuaryClientOptions _options;
    private readonly IEstuaryLinkListener _listener;
    private readonly bool _isReconnect;
    private readonly SocketIoClient _socket;
    private readonly EventDecoder _decoder;
    private readonly TaskCompletionSource<SessionInfo> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConnectionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Why the server is about to disconnect: it says so before it does.
    private EstuaryException? _verdict;

    private EstuaryLink(EstuaryClientOptions options, SocketIoClientOptions socket, IEstuaryLinkListener listener, bool isReconnect)
    {
        _options = options;
        _listener = listener;
        _isReconnect = isReconnect;
        _decoder = new EventDecoder(options.AudioSampleRate);
        _socket = new SocketIoClient(socket);
        _socket.OnAny((message, _) =>
        {
            Receive(message);
            return default;
        });
        _socket.OnDisconnected(reason =>
        {
            End(reason);
            return default;
        });
    }

    public Task<ConnectionEnd> Completion => _completion.Task;

    /// <summary>Joins the namespace and waits for the session.</summary>
    /// <exception cref="EstuaryException">The credentials or the session are refused, or the connection ended before there was one.</exception>
    public static async Task<EstuaryLink> OpenAsync(EstuaryClientOptions options, SocketIoClientOptions socket, IEstuaryLinkListener listener, bool isReconnect, CancellationToken cancellationToken)
    {
        var link = new EstuaryLink(options, socket, listener, isReconnect);
        try
        {
            await link._socket.ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (options.Authentication == EstuaryAuthentication.AuthenticateEvent)
            {
                await link.EmitAsync(EstuaryEventNames.Authenticate, options.Identity(), EstuaryJsonContext.Default.AuthenticateMessage, cancellationToken).ConfigureAwait(false);
            }

            await link._session.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public async ValueTask EmitAsync<T>(string name, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.EmitAsync(name, message, type, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIoDisconnectedException error)
        {
            throw EstuaryErrors.NotConnected(isReconnecting: true, error);
        }
    }

    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public async ValueTask EmitAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.EmitAsync(name, SocketIoArguments.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIoDisconnectedException error)
        {
            throw EstuaryErrors.NotConnected(isReconnecting: true, error);
        }
    }

    /// <summary>Streams 16-bit PCM; what no longer finds a connection is dropped.</summary>
    public async ValueTask EmitAudioAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.EmitAsync(
                EstuaryEventNames.StreamAudio,
                (pcm, _options.AudioSampleRate),
                static (writer, state) =>
                {
                    writer.WriteStartObject();
                    writer.WriteBase64String("audio"u8, state.pcm.Span);
                    writer.WriteNumber("sample_rate"u8, state.AudioSampleRate);
                    writer.WriteEndObject();
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIoDisconnectedException)
        {
            // Its end is on its way to everybody.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync().ConfigureAwait(false);
        _ = _session.Task.Exception;
        _completion.TrySetResult(new ConnectionEnd(null, null, null, ClosedHere: true));
    }

    private void Receive(SocketIoEvent message)
    {
        if (message.Name == EstuaryEventNames.SessionInfo)
        {
            Begin(message);
            return;
        }

        foreach (var e in _decoder.Decode(message))
        {
            Judge(e);
            _listener.OnEvent(e);
        }
    }

    private void Begin(SocketIoEvent message)
    {
        if (_session.Task.IsCompleted)
        {
            return;
        }

        try
        {
            var info = EstuaryJson.Read(message.FirstArgument.Span, EstuaryJsonContext.Default.SessionInfoMessage);
            var session = new SessionInfo(info.SessionId ?? "", info.ConversationId ?? "", info.CharacterId ?? "", info.PlayerId ?? "");
            _listener.OnSession(this, session, _isReconnect);
            _session.TrySetResult(session);
        }
        catch (JsonException error)
        {
            _session.TrySetException(new EstuaryException(EstuaryErrorCodes.ConnectionFailed, "The server's session_info cannot be read.", isTransient: false, error));
        }
    }

    private void Judge(EstuaryEvent e)
    {
        var verdict = e switch
        {
            AuthError refused => new EstuaryException(EstuaryErrorCodes.AuthFailed, refused.Error),
            SessionRejected rejected => new EstuaryException(EstuaryErrorCodes.ConnectionFailed, $"The server rejected the session: {rejected.Reason}.") { Details = rejected.Reason },
            SessionTimeout timeout => new EstuaryException(EstuaryErrorCodes.ConnectionFailed, $"The server ended the session: {timeout.Reason}.") { Details = timeout.Reason },
            ModerationWarning { Level: "terminated" } warning => new EstuaryException(EstuaryErrorCodes.ConnectionFailed, warning.Message ?? "The server's moderation ended the session."),
            QuotaExceeded quota when !_session.Task.IsCompleted => new EstuaryException(EstuaryErrorCodes.QuotaExceeded, quota.Message),
            _ => null,
        };
        if (verdict is not null)
        {
            _verdict = verdict;
            _session.TrySetException(verdict);
        }
    }

    private void End(SocketIoDisconnectReason reason)
    {
        var isOurs = reason == SocketIoDisconnectReason.ClientDisconnect;
        var error = isOurs ? null
            : _verdict ?? (reason == SocketIoDisconnectReason.ServerDisconnect
                ? new EstuaryException(EstuaryErrorCodes.ConnectionFailed, "The server ended the session.")
                : EstuaryErrors.Lost(reason));
        if (!_session.TrySetException(error ?? EstuaryErrors.Lost(reason)) && _session.Task.Status == TaskStatus.RanToCompletion)
        {
            _listener.OnEnded(reason.Value, error);
        }

        _completion.TrySetResult(new ConnectionEnd(null, reason.Value, error, isOurs));
    }
}
