using Parley.Realtime;

namespace Parley.Estuary;

/// <summary>Follows what a session is doing, and tells of every change. Thread-safe.</summary>
internal sealed class VoiceStates : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly VoiceMode _mode;
    private readonly EventStream<Change> _changes = new();
    private bool _isVoiceOn;
    private bool _isRecording;
    private bool _isThinking;

    // The answer may come before the release of the key that asked for it has returned.
    private bool _isAnswered;
    private bool _isSpeaking;
    private bool _isStopped;

    public VoiceStates(VoiceMode mode, Action<VoiceSessionState>? onState)
    {
        _mode = mode;
        if (onState is not null)
        {
            _changes.On<Change>(c => onState(c.State));
        }
    }

    public VoiceSessionState State { get; private set; }

    public void Open() => Set(() => _isVoiceOn = true);

    /// <summary>Voice is off: nobody is heard until it is on again.</summary>
    public void Close() => Set(() => _isVoiceOn = false);

    public void Press() => Set(() => (_isRecording, _isThinking, _isAnswered) = (true, false, false));

    /// <summary>The key is up; without words there is nothing to think about.</summary>
    public void Release(bool hasWords) => Set(() => (_isRecording, _isThinking) = (false, hasWords && _isRecording && !_isAnswered));

    /// <summary>Words were understood.</summary>
    public void Hear() => Set(() => (_isThinking, _isAnswered) = (true, false));

    /// <summary>The answer has come, or nobody waits for it any more.</summary>
    public void Answer() => Set(() => (_isThinking, _isAnswered) = (false, true));

    public void Speak() => Set(() => (_isSpeaking, _isThinking, _isAnswered) = (true, false, true));

    public void FallSilent() => Set(() => _isSpeaking = false);

    public void Stop() => Set(() => _isStopped = true);

    public ValueTask DisposeAsync() => _changes.DisposeAsync();

    private void Set(Action change)
    {
        lock (_gate)
        {
            change();
            var state = Now();
            if (state != State)
            {
                State = state;
                _changes.Publish(new Change(state));
            }
        }
    }

    private VoiceSessionState Now() =>
        _isStopped ? VoiceSessionState.Stopped
        : _isRecording ? VoiceSessionState.Recording
        : _isSpeaking ? VoiceSessionState.Speaking
        : _isThinking ? VoiceSessionState.Thinking
        : _isVoiceOn && _mode == VoiceMode.Continuous ? VoiceSessionState.Listening
        : VoiceSessionState.Idle;

    private sealed record Change(VoiceSessionState State);
}
