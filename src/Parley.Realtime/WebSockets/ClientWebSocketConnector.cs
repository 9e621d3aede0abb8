using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>Opens WebSockets over the network with the BCL's client. Thread-safe.</summary>
public sealed class ClientWebSocketConnector : IWebSocketConnector
{
    private readonly Action<ClientWebSocketOptions>? _configure;

    /// <summary>Creates a connector.</summary>
    /// <param name="configure">Last touch on each socket's options (proxy, certificates); null for none.</param>
    public ClientWebSocketConnector(Action<ClientWebSocketOptions>? configure = null) => _configure = configure;

    /// <summary>
    /// Puts a stream of yours around each connection, beneath TLS; null for none. It cannot be combined with a change of the
    /// options that replaces the handler's own, such as a proxy. The netstandard2.1 build has no way to and ignores it.
    /// </summary>
    public Func<Stream, Stream>? WrapTransport { get; init; }

    /// <inheritdoc />
    public async Task<WebSocket> ConnectAsync(WebSocketRequest request, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        var socket = new ClientWebSocket();
        try
        {
            Configure(socket.Options, request);
#if NET
            if (_configure is null || WrapTransport is not null)
            {
                ReadAheadStream? stream = null;
                using var invoker = new HttpMessageInvoker(NewHandler(s => stream = s));
                await socket.ConnectAsync(request.Address, invoker, cancellationToken).ConfigureAwait(false);
                return stream is null ? socket : new ReadAheadWebSocket(socket, stream);
            }
#endif
            await socket.ConnectAsync(request.Address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or SocketException or IOException)
        {
            var error = Explain(socket, request, e);
            socket.Dispose();
            throw error;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Configure(ClientWebSocketOptions options, WebSocketRequest request)
    {
        foreach (var (name, value) in request.Headers)
        {
            options.SetRequestHeader(name, value);
        }

        foreach (var protocol in request.SubProtocols)
        {
            options.AddSubProtocol(protocol);
        }

        options.KeepAliveInterval = request.KeepAliveInterval;
#if NET
        options.KeepAliveTimeout = request.KeepAliveTimeout > TimeSpan.Zero ? request.KeepAliveTimeout : Timeout.InfiniteTimeSpan;
        options.CollectHttpResponseDetails = true;
#endif
        _configure?.Invoke(options);
    }

    private static ConnectionException Explain(ClientWebSocket socket, WebSocketRequest request, Exception error)
    {
        var (status, retryAfter) = HttpAnswer(socket, error);
        return status is { } known and not 101
            ? ConnectionException.FromHandshake(known, retryAfter, error)
            : new ConnectionException(RealtimeErrorCodes.ConnectFailed, $"No connection to {request}.", isTransient: true, error);
    }

#if NET
    /// <summary>The BCL's client reads 4 KB at a time. What a caller configures belongs to its own handler, so then it stays at that.</summary>
    private SocketsHttpHandler NewHandler(Action<ReadAheadStream> opened)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            PlaintextStreamFilter = (context, _) =>
            {
                var stream = new ReadAheadStream(context.PlaintextStream);
                opened(stream);
                return new ValueTask<Stream>(stream);
            },
        };
        if (WrapTransport is { } wrap)
        {
            handler.ConnectCallback = (context, token) => OpenTransportAsync(context, wrap, token);
        }

        return handler;
    }

    private static async ValueTask<Stream> OpenTransportAsync(SocketsHttpConnectionContext context, Func<Stream, Stream> wrap, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return wrap(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (int? Status, TimeSpan? RetryAfter) HttpAnswer(ClientWebSocket socket, Exception error)
    {
        _ = error;
        var status = (int)socket.HttpStatusCode;
        TimeSpan? retryAfter = null;
        if (socket.HttpResponseHeaders is { } headers)
        {
            foreach (var (name, values) in headers)
            {
                if (string.Equals(name, "Retry-After", StringComparison.OrdinalIgnoreCase))
                {
                    retryAfter = ParseRetryAfter(values.FirstOrDefault());
                }
            }
        }

        return (status == 0 ? null : status, retryAfter);
    }
#else
    // This target has no answer to look at; the BCL's own message quotes the status: "… status code '401' when …".
    private static (int? Status, TimeSpan? RetryAfter) HttpAnswer(ClientWebSocket socket, Exception error)
    {
        _ = socket;
        var text = error.Message;
        for (var start = text.IndexOf('\''); start >= 0; start = text.IndexOf('\'', start + 1))
        {
            if (start + 4 < text.Length
                && text[start + 4] == '\''
                && int.TryParse(text.Substring(start + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                return (status, null);
            }
        }

        return (null, null);
    }
#endif

    /// <summary>The seconds form of RFC 9110 §10.2.3; a date, which needs the server's clock, counts as not said.</summary>
    internal static TimeSpan? ParseRetryAfter(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
