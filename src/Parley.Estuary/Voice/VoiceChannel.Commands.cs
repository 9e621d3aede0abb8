using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <content>The commands: what they ask of the server, and the wait for its answer.</content>
internal sealed partial class VoiceChannel
{
    private async Task RunAsync(Func<Task> command, CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        var work = command();
        try
        {
            // The command goes on when its caller does not wait: the next one must not overtake it.
            await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (work.IsCompleted)
            {
                _commands.Release();
            }
            else
            {
                _ = ReleaseAfterAsync(work);
            }
        }
    }

    private async Task ReleaseAfterAsync(Task work)
    {
        await Task.WhenAny(work).ConfigureAwait(false);
        _ = work.Exception;
        _commands.Release();
    }

    private async Task StartAsync(VoiceMode mode)
    {
        EstuaryLink link;
        lock (_gate)
        {
            if (_mode is not null)
            {
                throw new EstuaryException(EstuaryErrorCodes.VoiceAlreadyActive, "Voice has been started already.");
            }

            link = _link ?? throw EstuaryErrors.NotConnected(isReconnecting: false);
            if (options.VoiceTransport == VoiceTransport.LiveKit)
            {
                throw new EstuaryException(EstuaryErrorCodes.LiveKitUnavailable, "This library has no LiveKit; use the voice transport WebSocket.");
            }

            if (mode == VoiceMode.PushToTalk)
            {
                Begin(mode);
                return;
            }

            if (_isPushToTalkLink)
            {
                throw new EstuaryException(EstuaryErrorCodes.VoiceModeMismatch, "After push-to-talk the server keeps that mode for the connection: connect anew for continuous voice.");
            }
        }

        try
        {
            await AskAsync(link, opens: true, null, () => Begin(mode)).ConfigureAwait(false);
        }
        catch (EstuaryException error) when (error.Code == EstuaryErrorCodes.VoiceNotActive)
        {
            throw new EstuaryException(EstuaryErrorCodes.ConnectionFailed, error.Message, isTransient: true, error);
        }
    }

    private async Task StopAsync()
    {
        EstuaryLink link;
        lock (_gate)
        {
            if (_mode is null)
            {
                return;
            }

            if (_link is null || _isSuspended || (_mode == VoiceMode.PushToTalk && !_isRecording))
            {
                End();
                return;
            }

            link = _link;
        }

        try
        {
            await AskAsync(link, opens: false, null, End).ConfigureAwait(false);
        }
        catch (EstuaryException error) when (error.Code is EstuaryErrorCodes.VoiceNotActive or EstuaryErrorCodes.NotConnected or EstuaryErrorCodes.VoiceNotSupported)
        {
            // The connection or the server ended voice first.
        }
        finally
        {
            lock (_gate)
            {
                End();
            }
        }
    }

    private async Task StartRecordingAsync()
    {
        EstuaryLink link;
        lock (_gate)
        {
            CheckPushToTalk();
            if (_isRecording)
            {
                return;
            }

            link = _link ?? throw EstuaryErrors.NotConnected(isReconnecting: _isSuspended);
            _isRecordingLost = _hasWords = false;
            _isPushToTalkLink = true;
        }

        await AskAsync(link, opens: true, StartVoiceMessage.PushToTalk, () => _isRecording = true).ConfigureAwait(false);
    }

    private async Task<bool> StopRecordingAsync()
    {
        EstuaryLink link;
        lock (_gate)
        {
            CheckPushToTalk();
            if (_isRecordingLost)
            {
                _isRecordingLost = false;
                throw EstuaryErrors.VoiceNotActive("The recording was lost with its connection.");
            }

            if (!_isRecording)
            {
                return false;
            }

            link = _link!;
        }

        try
        {
            await AskAsync(link, opens: false, null, () => _isRecording = false).ConfigureAwait(false);
            lock (_gate)
            {
                return _hasWords;
            }
        }
        finally
        {
            lock (_gate)
            {
                _isRecording = _isRecordingLost = false;
            }
        }
    }

    private async Task ResumeAsync()
    {
        EstuaryLink link;
        lock (_gate)
        {
            if (!_isSuspended || _link is null)
            {
                return;
            }

            link = _link;
            if (_mode == VoiceMode.PushToTalk)
            {
                Begin(VoiceMode.PushToTalk);
                return;
            }
        }

        try
        {
            await AskAsync(link, opens: true, null, () => Begin(VoiceMode.Continuous)).ConfigureAwait(false);
        }
        catch (EstuaryException error)
        {
            lock (_gate)
            {
                // Lost once more: the next connection tries again.
                if (ReferenceEquals(_link, link))
                {
                    if (error.Code == EstuaryErrorCodes.ConnectionTimeout)
                    {
                        publish(new VoiceError(error.Message));
                    }

                    _mode = null;
                    _isSuspended = false;
                }
            }
        }
    }

    private async Task AskAsync(EstuaryLink link, bool opens, string? turnMode, Action onAnswer)
    {
        var command = new Command(opens, onAnswer);
        lock (_gate)
        {
            _pending = command;
            if (!ReferenceEquals(_link, link))
            {
                command.Fail(EstuaryErrors.VoiceNotActive("The connection ended before the server had answered."));
            }
        }

        try
        {
            if (turnMode is not null)
            {
                await link.EmitAsync(EstuaryEventNames.StartVoice, new StartVoiceMessage { TurnMode = turnMode }, EstuaryJsonContext.Default.StartVoiceMessage, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                await link.EmitAsync(opens ? EstuaryEventNames.StartVoice : EstuaryEventNames.StopVoice, CancellationToken.None).ConfigureAwait(false);
            }

            await command.Answer.WaitAsync(options.VoiceTimeout, options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (opens)
            {
                await TakeBackAsync(link).ConfigureAwait(false);
            }

            throw new EstuaryException(EstuaryErrorCodes.ConnectionTimeout, $"The server did not answer {(opens ? "start_voice" : "stop_voice")} within {options.VoiceTimeout.TotalSeconds:0.#} s.", isTransient: true);
        }
        finally
        {
            lock (_gate)
            {
                _pending = null;
            }
        }
    }

    // The server may still open; nobody would close it.
    private static async Task TakeBackAsync(EstuaryLink link)
    {
        try
        {
            await link.EmitAsync(EstuaryEventNames.StopVoice, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EstuaryException)
        {
            // The connection has ended, and its voice with it.
        }
    }

    private void CheckPushToTalk()
    {
        switch (_mode)
        {
            case null:
                throw EstuaryErrors.VoiceNotActive();
            case VoiceMode.Continuous:
                throw new EstuaryException(EstuaryErrorCodes.VoiceModeMismatch, "Recording by key needs voice in push-to-talk mode.");
        }
    }

    /// <summary>A command that the server has not yet answered. Guarded by the channel's lock.</summary>
    private sealed class Command(bool opens, Action onAnswer)
    {
        private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Opens { get; } = opens;

        public Task Answer => _answer.Task;

        public void Succeed()
        {
            if (!_answer.Task.IsCompleted)
            {
                onAnswer();
                _answer.TrySetResult(true);
            }
        }

        public void Fail(EstuaryException error)
        {
            _answer.TrySetException(error);
            _ = _answer.Task.Exception;
        }
    }
}
