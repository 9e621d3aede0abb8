using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Parley.Audio;
using Parley.Realtime;

namespace Parley.Voxta;

/// <summary>
/// The dedicated microphone socket of a session, <c>/ws/audio/input/stream</c>: audio goes in, transcripts come as events of
/// the <see cref="VoxtaClient"/>, and the app sends them as messages itself. One socket lives once; open another after its end.
/// </summary>
/// <remarks>Thread-safe. A second socket for the same session replaces the first.</remarks>
public sealed class VoxtaMicrophone : IAsyncDisposable
{
    private readonly WebSocketConnection _connection;
    private readonly Task<ConnectionEnd> _run;

    private VoxtaMicrophone(WebSocketConnection connection)
    {
        _connection = connection;
        _run = connection.RunAsync(static _ => default);
    }

    /// <summary>Completes when the socket has ended, with the reason: normally when the session ends. Never faults.</summary>
    public Task<ConnectionEnd> Completion => _run;

    /// <summary>Opens the socket and says what will be sent.</summary>
    /// <param name="options">The server and its key.</param>
    /// <param name="sessionId">The live session.</param>
    /// <param name="format">The format of the samples; the server resamples.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectionException">The server could not be reached, or refused; 404 for a session that is not live.</exception>
    public static async Task<VoxtaMicrophone> OpenAsync(VoxtaClientOptions options, Guid sessionId, PcmFormat format, CancellationToken cancellationToken = default)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        options = options.Validated();
        var address = VoxtaAddress.WebSocket(options.ServerUrl, "ws/audio/input/stream?sessionId=" + sessionId);
        var request = new WebSocketRequest(address) { Headers = HubLinkOptions.Headers(options.ApiKey, null) };
        var socket = await (options.Connector ?? new ClientWebSocketConnector()).ConnectAsync(request, cancellationToken).ConfigureAwait(false);
        var connection = new WebSocketConnection(socket, new WebSocketConnectionOptions
        {
            Tap = options.Tap,
            Secrets = options.ApiKey is { } key ? [key] : [],
            TimeProvider = options.TimeProvider,
        });
        var microphone = new VoxtaMicrophone(connection);
        try
        {
            var specification = string.Format(
                CultureInfo.InvariantCulture,
                "{{\"contentType\":\"audio/pcm\",\"sampleRate\":{0},\"channels\":1,\"bitsPerSample\":16,\"bufferMilliseconds\":20}}",
                format.SampleRate);
            await connection.SendAsync(Encoding.UTF8.GetBytes(specification), WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
            return microphone;
        }
        catch
        {
            await microphone.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends audio as one message, waiting while the bounded queue is full.</summary>
    /// <param name="pcm">Signed 16-bit little-endian mono at the format announced.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RealtimeException">The socket has ended.</exception>
    public ValueTask SendAudioAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(pcm, WebSocketMessageType.Binary, cancellationToken);

    /// <summary>Stands for silence without sending it: an app that gates its microphone keeps the audio's time this way.</summary>
    /// <param name="duration">Whole milliseconds, above zero.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RealtimeException">The socket has ended.</exception>
    public ValueTask SendSilenceAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        var marker = string.Format(CultureInfo.InvariantCulture, "{{\"type\":\"silence\",\"milliseconds\":{0}}}", (long)duration.TotalMilliseconds);
        return _connection.SendAsync(Encoding.UTF8.GetBytes(marker), WebSocketMessageType.Text, cancellationToken);
    }

    /// <summary>Closes the socket; idempotent.</summary>
    public async Task CloseAsync() => await _connection.CloseAsync().ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
