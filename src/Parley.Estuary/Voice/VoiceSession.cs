using Parley.Audio;
using Parley.Devices;
using Parley.Realtime;

namespace Parley.Estuary;

/// <summary>
/// Microphone and speaker of a connected <see cref="EstuaryClient"/>: streams what is said, plays what the character answers, falls
/// silent at an interruption and reports what has been played. One use; thread-safe.
/// </summary>
/// <remarks>
/// A reconnect of the client keeps the session. It ends with <see cref="StopAsync"/>, with disposal, or with the client's connection;
/// these may come in any order. The client stays connected for text.
/// </remarks>
public sealed partial class VoiceSession : IAsyncDisposable
{
    private readonly VoiceSessionOptions _options;
    private readonly IAudioSource? _source;
    private readonly IAudioSink? _sink;
    private readonly VoiceStates _states;
    private readonly SemaphoreSlim _commands = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<Exception?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AudioEquipment? _audio;
    private Task _playing = Task.CompletedTask;
    private volatile bool _suppressesMicrophone;
    private bool _isUsed;
    private bool _isOver;

    /// <summary>Creates a session on this machine's devices, or on the WAV files that the options name; nothing is opened yet.</summary>
    /// <param name="client">A client; connected by the time of the start.</param>
    /// <param name="mode">What ends a turn.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public VoiceSession(EstuaryClient client, VoiceMode mode = VoiceMode.Continuous, VoiceSessionOptions? options = null)
    {
        Client = client ?? throw new ArgumentNullException(nameof(client));
        Mode = mode;
        _options = (options ?? new VoiceSessionOptions()).Validated();
        _states = new VoiceStates(mode, _options.OnState);
    }

    /// <summary>Creates a session on a source and a sink of your own: no native library is needed.</summary>
    /// <param name="client">A client; connected by the time of the start.</param>
    /// <param name="source">What the player says, at any rate; owned. In push-to-talk mode it is read only while the key is down.</param>
    /// <param name="sink">Where the character is heard, at any rate; owned.</param>
    /// <param name="mode">What ends a turn.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public VoiceSession(EstuaryClient client, IAudioSource source, IAudioSink sink, VoiceMode mode = VoiceMode.Continuous, VoiceSessionOptions? options = null)
        : this(client, mode, options)
    {
        _source = source ?? throw new ArgumentNullException(nameof(source));
        _sink = sink ?? throw new ArgumentNullException(nameof(sink));
    }

    /// <summary>The client.</summary>
    public EstuaryClient Client { get; }

    /// <summary>What ends a turn.</summary>
    public VoiceMode Mode { get; }

    /// <summary>Whether it runs.</summary>
    public bool IsStarted => State != VoiceSessionState.Stopped && Volatile.Read(ref _audio) is not null;

    /// <summary>What it is doing.</summary>
    public VoiceSessionState State => _states.State;

    /// <summary>Whether the microphone is muted.</summary>
    public bool IsMuted => Client.IsMuted;

    /// <summary>The recorder, for its levels and figures; null before the start.</summary>
    public AudioRecorder? Recorder => Volatile.Read(ref _audio)?.Recorder;

    /// <summary>The player, for its levels and figures; null before the start.</summary>
    public AudioPlayer? Player => Volatile.Read(ref _audio)?.Player;

    /// <summary>Completes when the session is over: null after a stop, otherwise why (the connection, a device). Never faults.</summary>
    public Task<Exception?> Completion => _completion.Task;

    /// <summary>Whether nothing is sent while the character is heard: for an open microphone beside a speaker without echo cancellation, at the cost of interrupting by voice. Default false; may be set at any time.</summary>
    public bool SuppressMicrophoneDuringPlayback
    {
        get => _suppressesMicrophone;
        set => _suppressesMicrophone = value;
    }

    /// <summary>Creates a session on this machine's devices and starts it: <c>await using var session = await VoiceSession.OpenAsync(client);</c></summary>
    /// <param name="client">A connected client.</param>
    /// <param name="mode">What ends a turn.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="EstuaryException">As <see cref="StartAsync"/>.</exception>
    public static async Task<VoiceSession> OpenAsync(EstuaryClient client, VoiceMode mode = VoiceMode.Continuous, VoiceSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        var session = new VoiceSession(client, mode, options);
        try
        {
            await session.StartAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the devices and switches voice on. After a failure the session is over.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="EstuaryException">
    /// <c>MICROPHONE_DENIED</c> or <c>VOICE_NOT_SUPPORTED</c> when a device or its library is missing, and what
    /// <see cref="EstuaryClient.StartVoiceAsync"/> throws.
    /// </exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isUsed || _isOver)
            {
                throw new InvalidOperationException("A voice session starts once.");
            }

            _isUsed = true;
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Push-to-talk: the key goes down. What the microphone hears from now on is kept until the server listens.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EstuaryException">What <see cref="EstuaryClient.StartRecordingAsync"/> throws.</exception>
    public async Task StartRecordingAsync(CancellationToken cancellationToken = default)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var audio = Running();
            if (Mode != VoiceMode.PushToTalk || audio.Recorder.IsRecording)
            {
                await Client.StartRecordingAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            // The microphone opens at once; what it hears waits until the server listens.
            _states.Press();
            var pressing = Client.StartRecordingAsync(cancellationToken);
            audio.Recorder.Start(async (samples, token) =>
            {
                if (await Task.WhenAny(pressing).ConfigureAwait(false) is { IsCompletedSuccessfully: true })
                {
                    await SendAsync(samples, token).ConfigureAwait(false);
                }
            });
            _ = WatchAsync(audio.Recorder.Completion);
            try
            {
                await pressing.ConfigureAwait(false);
            }
            catch
            {
                await StopRecorderAsync(audio).ConfigureAwait(false);
                _states.Release(hasWords: false);
                throw;
            }
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Push-to-talk: the key goes up, the turn ends and is answered.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether words were understood; otherwise no answer follows.</returns>
    /// <exception cref="EstuaryException">What <see cref="EstuaryClient.StopRecordingAsync"/> throws.</exception>
    public async Task<bool> StopRecordingAsync(CancellationToken cancellationToken = default)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        var hasWords = false;
        try
        {
            var audio = Running();
            if (Mode == VoiceMode.PushToTalk)
            {
                await StopRecorderAsync(audio).ConfigureAwait(false);
            }

            hasWords = await Client.StopRecordingAsync(cancellationToken).ConfigureAwait(false);
            return hasWords;
        }
        finally
        {
            _states.Release(hasWords);
            _commands.Release();
        }
    }

    /// <summary>Mutes or unmutes the microphone.</summary>
    /// <returns>Whether it is muted now.</returns>
    /// <exception cref="EstuaryException"><c>VOICE_NOT_ACTIVE</c>.</exception>
    public bool ToggleMute() => Client.ToggleMute();

    /// <summary>Silences the character at once.</summary>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public Task InterruptAsync(CancellationToken cancellationToken = default) => Client.InterruptAsync(cancellationToken: cancellationToken);

    /// <summary>Closes the microphone, switches voice off and falls silent. Idempotent; the client stays connected.</summary>
    public async Task StopAsync()
    {
        await _commands.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndAsync(null, ownsVoice: true).ConfigureAwait(false);
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Stops. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _playing.ConfigureAwait(false);
        await _states.DisposeAsync().ConfigureAwait(false);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var isVoiceAsked = false;
        try
        {
            if (!Client.IsConnected)
            {
                throw EstuaryErrors.NotConnected(isReconnecting: Client.State == ConnectionState.Reconnecting);
            }

            var rate = Client.Options.AudioSampleRate;
            var audio = _source is { } source
                ? AudioEquipment.Of(source, _sink!, rate, Mode, _options)
                : await AudioEquipment.OpenAsync(rate, Mode, _options, Client.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _audio, audio);
            audio.Player.Started += OnStarted;
            audio.Player.Completed += OnCompleted;
            Client.Interrupting += audio.Player.Interrupt;
            var events = Client.ReadEventsAsync(_ending.Token);
            _playing = Task.Run(() => FollowAsync(audio, events), CancellationToken.None);
            isVoiceAsked = true;
            await Client.StartVoiceAsync(Mode, cancellationToken).ConfigureAwait(false);
            if (Mode == VoiceMode.Continuous)
            {
                audio.Recorder.Start(SendAsync);
                _ = WatchAsync(audio.Recorder.Completion);
            }
        }
        catch (Exception error)
        {
            // Voice that could not be started is not this session's to stop; a start that nobody waited for may still succeed.
            await EndAsync(error, ownsVoice: isVoiceAsked && error is OperationCanceledException).ConfigureAwait(false);
            throw;
        }
    }

    private AudioEquipment Running() => _isOver || _audio is null ? throw EstuaryErrors.VoiceNotActive("The voice session does not run.") : _audio;
}
