namespace Parley.Estuary;

/// <summary>
/// Whether the player is being heard, and how. Commands run one after another and wait for the server's answer; a push-to-talk
/// turn is one <c>start_voice</c> and <c>stop_voice</c> (specification §4.4). Thread-safe.
/// </summary>
internal sealed partial class VoiceChannel(EstuaryClientOptions options, Action<EstuaryEvent> publish)
{
    // What other servers take in one message, after base64.
    private const int MaxPiece = 48_000;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _commands = new(1, 1);
    private EstuaryLink? _link;
    private Command? _pending;
    private VoiceMode? _mode;

    // Voice is on, but its connection is gone and not yet opened again.
    private bool _isSuspended;
    private bool _isMuted;
    private bool _isRecording;
    private bool _isRecordingLost;
    private bool _hasWords;

    // Push-to-talk, once declared, stays for the connection's life.
    private bool _isPushToTalkLink;

    public VoiceMode? Mode
    {
        get
        {
            lock (_gate)
            {
                return _mode;
            }
        }
    }

    public bool IsMuted
    {
        get
        {
            lock (_gate)
            {
                return _mode is not null && _isMuted;
            }
        }
    }

    public bool IsRecording
    {
        get
        {
            lock (_gate)
            {
                return _isRecording;
            }
        }
    }

    public Task StartAsync(VoiceMode mode, CancellationToken cancellationToken) => RunAsync(() => StartAsync(mode), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => RunAsync(StopAsync, cancellationToken);

    public Task StartRecordingAsync(CancellationToken cancellationToken) => RunAsync(StartRecordingAsync, cancellationToken);

    /// <summary>Ends the turn. True when words were understood in it.</summary>
    public async Task<bool> StopRecordingAsync(CancellationToken cancellationToken)
    {
        var hasWords = false;
        await RunAsync(async () => hasWords = await StopRecordingAsync().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return hasWords;
    }

    /// <summary>Starts again on a new connection what was on when the old one was lost.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken) => RunAsync(ResumeAsync, cancellationToken);

    public bool ToggleMute()
    {
        lock (_gate)
        {
            if (_mode is null)
            {
                throw EstuaryErrors.VoiceNotActive();
            }

            return _isMuted = !_isMuted;
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> pcm, bool pressesKey, CancellationToken cancellationToken)
    {
        EstuaryLink link;
        lock (_gate)
        {
            if (_mode is null)
            {
                return new ValueTask(Task.FromException(EstuaryErrors.VoiceNotActive()));
            }

            if (_isMuted || _isSuspended || _link is null || pcm.IsEmpty)
            {
                return default;
            }

            if (_mode == VoiceMode.PushToTalk && !_isRecording)
            {
                return pressesKey ? PressAndSendAsync(pcm, cancellationToken) : default;
            }

            link = _link;
        }

        return pcm.Length <= MaxPiece ? link.EmitAudioAsync(pcm, cancellationToken) : SendPiecesAsync(link, pcm, cancellationToken);
    }

    public void OnSession(EstuaryLink link)
    {
        lock (_gate)
        {
            _link = link;
            _isPushToTalkLink = false;
        }
    }

    /// <summary>Takes an event into account. False when the app is not to see it.</summary>
    public bool OnEvent(EstuaryEvent e)
    {
        lock (_gate)
        {
            switch (e)
            {
                case ServerVoice { IsOpen: true }:
                    if (_pending is { Opens: true } start)
                    {
                        start.Succeed();
                    }

                    return false;
                case ServerVoice:
                    if (_pending is { Opens: false } stop)
                    {
                        stop.Succeed();
                    }
                    else if (_pending is null)
                    {
                        CloseByServer();
                    }

                    return false;
                case VoiceError failed:
                    publish(e);
                    if (_pending is { } waiting)
                    {
                        waiting.Fail(new EstuaryException(EstuaryErrorCodes.VoiceNotSupported, $"The server cannot hear: {failed.Error}."));
                    }
                    else
                    {
                        CloseByServer();
                    }

                    return false;
                case VoiceTimeout:
                    publish(e);
                    End();
                    return false;
                case SttResponse { IsFinal: true, Text.Length: > 0 }:
                    _hasWords = true;
                    return true;
                default:
                    return true;
            }
        }
    }

    public void OnLinkEnded(bool isForGood)
    {
        lock (_gate)
        {
            _link = null;
            _isRecordingLost |= _isRecording;
            _isRecording = false;
            if (_mode is not null && !_isSuspended)
            {
                publish(new VoiceStopped());
                _isSuspended = true;
            }

            if (isForGood || !options.ResumeVoiceOnReconnect)
            {
                _mode = null;
                _isSuspended = false;
            }

            _pending?.Fail(EstuaryErrors.VoiceNotActive("The connection ended before the server had answered."));
        }
    }

    private async ValueTask PressAndSendAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        await StartRecordingAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(pcm, pressesKey: false, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask SendPiecesAsync(EstuaryLink link, ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        for (; !pcm.IsEmpty; pcm = pcm[Math.Min(pcm.Length, MaxPiece)..])
        {
            await link.EmitAudioAsync(pcm[..Math.Min(pcm.Length, MaxPiece)], cancellationToken).ConfigureAwait(false);
        }
    }

    private void Begin(VoiceMode mode)
    {
        // A reconnect keeps what the player wished: nobody is heard again unawares.
        _isMuted = _isSuspended && _isMuted;
        _isSuspended = false;
        _mode = mode;
        publish(new VoiceStarted(mode));
    }

    private void CloseByServer()
    {
        if (_mode == VoiceMode.PushToTalk)
        {
            _isRecording = false;
        }
        else
        {
            End();
        }
    }

    private void End()
    {
        if (_mode is not null && !_isSuspended)
        {
            publish(new VoiceStopped());
        }

        _mode = null;
        _isSuspended = _isRecording = _isRecordingLost = false;
    }
}
