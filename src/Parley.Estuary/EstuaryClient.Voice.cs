namespace Parley.Estuary;

public sealed partial class EstuaryClient
{
    /// <summary>Whether voice is on; also while a lost connection is opened again, if voice is to go on.</summary>
    public bool IsVoiceActive => _voice.Mode is not null;

    /// <summary>The mode of voice; null when it is off.</summary>
    public VoiceMode? VoiceMode => _voice.Mode;

    /// <summary>Whether audio is thrown away instead of being sent; false without voice.</summary>
    public bool IsMuted => _voice.IsMuted;

    /// <summary>Whether a push-to-talk recording is under way.</summary>
    public bool IsRecording => _voice.IsRecording;

    /// <summary>
    /// Switches voice on. Continuous: the server listens when this returns. Push-to-talk: it listens from
    /// <see cref="StartRecordingAsync"/> to <see cref="StopRecordingAsync"/>.
    /// </summary>
    /// <param name="mode">What ends a turn.</param>
    /// <param name="cancellationToken">Ends the wait; voice may be switched on all the same.</param>
    /// <exception cref="EstuaryException">
    /// <c>NOT_CONNECTED</c>, <c>VOICE_ALREADY_ACTIVE</c>; <c>VOICE_NOT_SUPPORTED</c> when the server cannot hear;
    /// <c>VOICE_MODE_MISMATCH</c> for continuous voice on a connection that has used push-to-talk, which servers keep until the next
    /// one; <c>LIVEKIT_UNAVAILABLE</c>; <c>CONNECTION_TIMEOUT</c> after <see cref="EstuaryClientOptions.VoiceTimeout"/>;
    /// <c>CONNECTION_FAILED</c>.
    /// </exception>
    public Task StartVoiceAsync(VoiceMode mode = Parley.Estuary.VoiceMode.Continuous, CancellationToken cancellationToken = default) => _voice.StartAsync(mode, cancellationToken);

    /// <summary>Switches voice off; what was said is still answered, and text goes on. Nothing happens without voice.</summary>
    /// <param name="cancellationToken">Ends the wait; voice is switched off all the same.</param>
    /// <exception cref="EstuaryException"><c>CONNECTION_TIMEOUT</c>: the server did not confirm; voice is off here.</exception>
    public Task StopVoiceAsync(CancellationToken cancellationToken = default) => _voice.StopAsync(cancellationToken);

    /// <summary>Push-to-talk: the key goes down. The server listens when this returns. Nothing happens during a recording.</summary>
    /// <param name="cancellationToken">Ends the wait; the recording may begin all the same.</param>
    /// <exception cref="EstuaryException"><c>VOICE_NOT_ACTIVE</c>, <c>VOICE_MODE_MISMATCH</c>, <c>NOT_CONNECTED</c>; <c>VOICE_NOT_SUPPORTED</c> when the server cannot hear; <c>CONNECTION_TIMEOUT</c>.</exception>
    public Task StartRecordingAsync(CancellationToken cancellationToken = default) => _voice.StartRecordingAsync(cancellationToken);

    /// <summary>Push-to-talk: the key goes up, the turn ends and is answered. Nothing happens without a recording.</summary>
    /// <param name="cancellationToken">Ends the wait; the turn ends all the same.</param>
    /// <returns>Whether words were understood; otherwise no answer follows.</returns>
    /// <exception cref="EstuaryException"><c>VOICE_NOT_ACTIVE</c>, also when the recording was lost with its connection; <c>VOICE_MODE_MISMATCH</c>; <c>CONNECTION_TIMEOUT</c>.</exception>
    public Task<bool> StopRecordingAsync(CancellationToken cancellationToken = default) => _voice.StopRecordingAsync(cancellationToken);

    /// <summary>
    /// Streams audio of the player. In push-to-talk mode the first audio presses the key if it is up. Dropped while muted and while a
    /// lost connection is being opened again.
    /// </summary>
    /// <param name="pcm">16-bit little-endian mono PCM at <see cref="EstuaryClientOptions.AudioSampleRate"/>, any length; encoded before the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room; the audio is sent all the same.</param>
    /// <returns>Ends when there is room for more.</returns>
    /// <exception cref="EstuaryException"><c>VOICE_NOT_ACTIVE</c>: voice has not been started.</exception>
    public ValueTask SendAudioAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken = default) => _voice.SendAsync(pcm, pressesKey: true, cancellationToken);

    /// <summary>Mutes or unmutes. The voice session and the character's voice go on; a reconnect keeps it.</summary>
    /// <returns>Whether it is muted now.</returns>
    /// <exception cref="EstuaryException"><c>VOICE_NOT_ACTIVE</c>.</exception>
    public bool ToggleMute() => _voice.ToggleMute();

    /// <summary>The same without pressing a key that is up: what it would have heard is dropped.</summary>
    internal ValueTask SendRecordedAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken) => _voice.SendAsync(pcm, pressesKey: false, cancellationToken);
}
