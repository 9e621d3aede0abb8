using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Conversation;
using Parley.Estuary.Wire;
using Parley.Realtime;
using Parley.Server.Estuary.Sessions;
using Parley.Server.Traffic;
using Parley.SocketIo.AspNetCore;

namespace Parley.Server.Estuary.Connections;

/// <summary>
/// One client in namespace <c>/sdk</c>: waits for credentials, is then live or refused. Socket.IO calls its handlers one after another.
/// </summary>
internal sealed partial class EstuaryConnection : IAsyncDisposable
{
    private readonly SocketIoSocket _socket;
    private readonly EstuaryServices _services;
    private readonly ClientProfile _profile;
    private readonly AuthenticateMessage? _connectAuth;
    private readonly bool _isAuthMalformed;
    private readonly ConnectionClock _clock;
    private readonly string _sessionId = Guid.NewGuid().ToString();
    private AuthenticateMessage? _identity;
    private Admission? _admission;
    private IDisposable? _place;
    private CancellationTokenRegistration _revoked;
    private SessionLink? _link;
    private OpenConnection? _traffic;
    private bool _isRefused;
    private bool _dropTold;
    private long? _lastComplaint;

    private EstuaryConnection(SocketIoSocket socket, ClientProfile profile, AuthenticateMessage? auth, bool isMalformed, EstuaryServices services)
    {
        _socket = socket;
        _profile = profile;
        _connectAuth = auth;
        _isAuthMalformed = isMalformed;
        _services = services;
        _clock = new ConnectionClock(services.Time, OnClockAsync);
    }

    public string Id => _socket.Id;

    public EstuaryServices Services => _services;

    public ClientProfile Profile => _profile;

    /// <summary>Cancelled when the client has gone.</summary>
    public CancellationToken Gone => _socket.Disconnected;

    /// <summary>The client's wishes; only once it is let in.</summary>
    public AuthenticateMessage Identity => _identity ?? throw new InvalidOperationException("The client is not known yet.");

    /// <summary>Takes the CONNECT packet's <paramref name="auth"/>, which is valid for this call only.</summary>
    public static EstuaryConnection Create(SocketIoSocket socket, JsonElement auth, EstuaryServices services)
    {
        var profile = ClientProfile.Find(services.Options.Profile) ?? ClientProfile.Recognise(socket.Handshake, auth);
        AuthenticateMessage? message = null;
        var isMalformed = false;
        if (auth.ValueKind == JsonValueKind.Object && auth.EnumerateObject().Any())
        {
            try
            {
                message = EstuaryJson.Read(JsonSerializer.SerializeToUtf8Bytes(auth, EstuaryJsonText.Default.JsonElement), EstuaryJsonContext.Default.AuthenticateMessage);
            }
            catch (JsonException)
            {
                isMalformed = true;
            }
        }

        return new EstuaryConnection(socket, profile, message, isMalformed, services);
    }

    /// <summary>The namespace is joined: lets the client in, refuses it, or waits for <c>authenticate</c>.</summary>
    public ValueTask OpenAsync()
    {
        if (_isAuthMalformed)
        {
            return RefuseAsync("The auth object is malformed");
        }

        if (_connectAuth is { } auth && (auth.HasCredential || (!_services.Authenticator.KeysRequired && !string.IsNullOrEmpty(auth.CharacterId))))
        {
            return AuthenticateAsync(auth);
        }

        _clock.Set(Deadline.Authentication, _services.Options.AuthenticationTimeout);
        return default;
    }

    /// <summary>Sends an event with one object.</summary>
    public ValueTask SendAsync<T>(string name, T message, JsonTypeInfo<T> type)
    {
        if (_traffic is { IsWatched: true } traffic)
        {
            traffic.Show(TrafficDirection.Sent, name, JsonSerializer.SerializeToUtf8Bytes(message, type));
        }

        return _socket.EmitAsync(name, message, type);
    }

    /// <summary>Sends an event with an empty object.</summary>
    public ValueTask SendAsync(string name) => SendAsync(name, 0, static (writer, _) =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    /// <summary>Sends an event that is written in place.</summary>
    public ValueTask SendAsync<TState>(string name, TState state, Action<Utf8JsonWriter, TState> write)
    {
        if (_traffic is { IsWatched: true } traffic)
        {
            var shown = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(shown))
            {
                write(writer, state);
            }

            traffic.Show(TrafficDirection.Sent, name, shown.WrittenSpan);
        }

        return _socket.EmitAsync(name, state, write);
    }

    /// <summary>Tells that something failed; the session goes on.</summary>
    public ValueTask SendErrorAsync(string message, string? code = null) =>
        SendAsync(EstuaryEventNames.Error, new ErrorMessage { Message = PlainSentence.Of(message), Error = code }, EstuaryJsonContext.Default.ErrorMessage);

    /// <summary>Counts a message of the player. False when there are no more of this hour.</summary>
    public bool MayAsk() => _services.Quota.TryTake(_admission!.Player);

    /// <summary>Tells that a message was not taken; the session goes on (§1.5).</summary>
    public ValueTask SendQuotaExceededAsync()
    {
        var used = _services.Quota.Used(_admission!.Player);
        var limit = _services.Options.MessagesPerHour ?? int.MaxValue;
        return SendAsync(
            EstuaryEventNames.QuotaExceeded,
            new QuotaExceededMessage { Message = "The messages of this hour are used up", Current = used, Limit = limit, Remaining = Math.Max(0, limit - used), Tier = "local", Error = "quota_exceeded" },
            EstuaryJsonContext.Default.QuotaExceededMessage);
    }

    /// <summary>Conversation happened: the idle clock begins anew.</summary>
    public void Touch() => _clock.Set(Deadline.SessionIdle, _services.Options.SessionIdle);

    /// <summary>Recognition is open and somebody spoke, or it is closed.</summary>
    public void TouchVoice(bool isOpen) => _clock.Set(Deadline.VoiceIdle, isOpen ? _services.Options.VoiceIdle : null);

    /// <summary>Closes the connection without a disconnect packet: the client comes back.</summary>
    public void Drop() => _socket.CloseConnection();

    public async ValueTask DisposeAsync()
    {
        await _clock.DisposeAsync();
        await _revoked.DisposeAsync();
        _traffic?.Dispose();
        if (_link is { } link)
        {
            await link.DisposeAsync();
            EstuaryLog.Closed(_services.Log, Id);
        }

        _place?.Dispose();
    }

    private async ValueTask AuthenticateAsync(AuthenticateMessage message)
    {
        var (admission, error) = await Admission.JudgeAsync(_services, message, _socket.Handshake.RemoteAddress, Gone);
        if (admission is null)
        {
            await RefuseAsync(error);
            return;
        }

        if (!_services.Limiter.TryEnter(admission.Caller, "estuary", out _place, _services.Options.ConnectionsPerKey))
        {
            await RejectAsync(_services.Options.ConnectionsPerKey);
            return;
        }

        _identity = message;
        _admission = admission;
        _socket.AllowMaxPayload();
        try
        {
            _link = await SessionLink.OpenAsync(this, admission);
        }
        catch (ConversationException exception) when (exception.Code == ConversationErrors.LimitReached)
        {
            await RejectAsync(_services.Limits.MaxSessionsPerPlayer);
            return;
        }
        catch (ConversationException exception)
        {
            await RefuseAsync(exception.Message);
            return;
        }

        _clock.Set(Deadline.Authentication, null);
        var session = _link.Session.Id;
        _traffic = _services.Connections.Add(Faces.Estuary, Id, admission.Player.Tenant, _socket.Handshake.RemoteAddress);
        _traffic.Client = _profile.Name;
        _traffic.FindSession = () => session;
        EstuaryLog.Opened(_services.Log, Id, _profile.Name, _link.Session.Id);
        _revoked = admission.Caller.Revoked.UnsafeRegister(static connection => ((EstuaryConnection)connection!).OnRevoked(), this);
        await SendInfoAsync();
        Touch();
        await _link.RunAsync();
    }

    private ValueTask SendInfoAsync() => SendAsync(
        EstuaryEventNames.SessionInfo,
        new SessionInfoMessage
        {
            SessionId = _sessionId,
            ConversationId = _link!.Session.ChatId.ToString(),
            CharacterId = Identity.CharacterId!,
            PlayerId = Identity.PlayerId!,
        },
        EstuaryJsonContext.Default.SessionInfoMessage);

    private async ValueTask RefuseAsync(string error)
    {
        _isRefused = true;
        _clock.Set(Deadline.Authentication, null);
        _clock.Set(Deadline.Linger, _services.Options.RefusalLinger);
        EstuaryLog.Refused(_services.Log, Id, error);
        await SendAuthErrorAsync(error);
    }

    private ValueTask SendAuthErrorAsync(string error) =>
        SendAsync(EstuaryEventNames.AuthError, new AuthErrorMessage { Error = PlainSentence.Of(error) }, EstuaryJsonContext.Default.AuthErrorMessage);

    private async ValueTask RejectAsync(int cap)
    {
        _isRefused = true;
        EstuaryLog.Refused(_services.Log, Id, "concurrent_limit");
        await SendAsync(EstuaryEventNames.SessionRejected, new SessionRejectedMessage { Reason = "concurrent_limit", Cap = cap, ShareTokenId = "" }, EstuaryJsonContext.Default.SessionRejectedMessage);
        _socket.Disconnect(closeConnection: true);
    }

    // Sending waits for nothing: what is sent before the close goes out before it.
    private void OnRevoked()
    {
        _ = SendAuthErrorAsync("The API key was revoked");
        _socket.Disconnect(closeConnection: true);
    }

    private async ValueTask OnClockAsync(Deadline deadline)
    {
        switch (deadline)
        {
            case Deadline.Authentication:
                _isRefused = true;
                await SendAuthErrorAsync("No credentials came in time");
                _socket.Disconnect(closeConnection: true);
                break;
            case Deadline.Linger:
                _socket.Disconnect(closeConnection: true);
                break;
            case Deadline.SessionIdle when _link is { } link:
                await link.FlushMemoriesAsync();
                await SendAsync(EstuaryEventNames.SessionTimeout, Timeout("inactivity", _services.Options.SessionIdle), EstuaryJsonContext.Default.TimeoutMessage);
                _socket.Disconnect(closeConnection: true);
                break;
            case Deadline.VoiceIdle when _link is { } link && await link.Voice.CloseAsync():
                await SendAsync(EstuaryEventNames.VoiceTimeout, Timeout("voice_inactivity", _services.Options.VoiceIdle), EstuaryJsonContext.Default.TimeoutMessage);
                break;
        }
    }

    private static TimeoutMessage Timeout(string reason, TimeSpan idle) =>
        new() { Reason = reason, IdleSeconds = (int)idle.TotalSeconds, TimeoutSeconds = (int)idle.TotalSeconds };
}
