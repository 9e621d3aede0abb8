using System.ComponentModel.DataAnnotations;
using Parley.Server.Settings;
using Parley.Server.Voxta.Audio;

namespace Parley.Server.Voxta;

/// <summary>
/// Bounds and choices of the Voxta face (specification §1 and §4): the section <c>voxta</c> of the settings, times as <c>hh:mm:ss</c>.
/// </summary>
internal sealed record VoxtaOptions
{
    /// <summary>How long a connection may take to shake hands.</summary>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a ping goes out; stock clients give up after 30 s without anything.</summary>
    [TimeRange("00:00:01", "00:00:15")]
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client that has pinged once may then be silent.</summary>
    [TimeRange("00:00:10", "01:00:00")]
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection token stays good without a connection.</summary>
    [TimeRange("00:00:10", "1.00:00:00")]
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest text record: base64 pictures and deployed files come as one.</summary>
    [Range(1 << 20, 256 << 20)]
    public int MaxMessageBytes { get; init; } = 24 * 1024 * 1024;

    /// <summary>Size that history in one message may reach; the Python client gives up above 1 MiB.</summary>
    [Range(16 << 10, 1 << 20)]
    public int MaxHistoryBytes { get; init; } = 512 * 1024;

    /// <summary>How long an owned session waits for its owner to come back.</summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan OwnerGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a session that the server started lives on without connections.</summary>
    [TimeRange("00:00:00", "1.00:00:00")]
    public TimeSpan AutoSessionGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an app may do nothing before the default chat starts by itself.</summary>
    [TimeRange("00:00:00", "00:01:00")]
    public TimeSpan AutoSessionDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Rate of raw audio to clients, in hertz.</summary>
    [Range(8_000, 48_000)]
    public int AudioOutputRate { get; init; } = 16_000;

    /// <summary>Rate of raw audio from clients on the hub, in hertz.</summary>
    [Range(8_000, 48_000)]
    public int AudioInputRate { get; init; } = 16_000;

    /// <summary>Who makes a message of a transcript (specification §4.10).</summary>
    public AutoSubmitTranscripts AutoSubmitTranscripts { get; init; } = AutoSubmitTranscripts.Auto;

    /// <summary>
    /// Whether apps are told to stop recording while a character speaks, and the session is deaf meanwhile (specification §4.8.5); then
    /// nobody interrupts by voice. Default false: the player may.
    /// </summary>
    public bool PauseRecognitionDuringPlayback { get; init; }

    /// <summary>What <c>resumeChat</c> does when another app runs the chat already (specification §4.3).</summary>
    public RunningChatPolicy RunningChats { get; init; } = RunningChatPolicy.Attach;

    /// <summary>Which stored messages are told a second time as <c>message</c> (specification §3.3).</summary>
    public MessageEventPolicy MessageEvents { get; init; } = MessageEventPolicy.All;
}
