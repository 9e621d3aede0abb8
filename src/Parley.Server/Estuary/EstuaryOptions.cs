using System.ComponentModel.DataAnnotations;
using Parley.Server.Settings;

namespace Parley.Server.Estuary;

/// <summary>
/// Bounds and choices of the Estuary face (specification §1 to §5): the section <c>estuary</c> of the settings, times as <c>hh:mm:ss</c>.
/// </summary>
internal sealed record EstuaryOptions
{
    /// <summary>How long a client may take to send its credentials when they did not come with CONNECT.</summary>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan AuthenticationTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a refused connection stays open and inert: clients that see it close at once would come back for ever (§1.4).</summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan RefusalLinger { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time without conversation before a session ends.</summary>
    [TimeRange("00:00:10", "7.00:00:00")]
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Longest time without speech of the player while recognition is open.</summary>
    [TimeRange("00:00:10", "1.00:00:00")]
    public TimeSpan VoiceIdle { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest wait for the last transcript at <c>stop_voice</c>; clients give up after 10 s.</summary>
    [TimeRange("00:00:01", "00:01:00")]
    public TimeSpan StopVoiceTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Silence, or time without packets, that ends an utterance (§4.3).</summary>
    [TimeRange("00:00:00.1", "00:00:05")]
    public TimeSpan EndOfSpeech { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>How long the final text of a spoken answer waits for its first audio (§3.1).</summary>
    [TimeRange("00:00:00.1", "00:00:30")]
    public TimeSpan FinalHold { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Length of a piece of speech, 200 to 500 ms (§3.2).</summary>
    [TimeRange("00:00:00.02", "00:00:01")]
    public TimeSpan VoiceChunk { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How far speech may run ahead of being played.</summary>
    [TimeRange("00:00:00.2", "00:00:10")]
    public TimeSpan VoiceLead { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a session waits for its player to come back.</summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether pieces of text add up, or each says everything so far.</summary>
    public BotResponseText BotResponseText { get; init; } = BotResponseText.Delta;

    /// <summary>The profile of every client; null recognises it (§1.6).</summary>
    [RegularExpression("ts|unity|lens|python")]
    public string? Profile { get; init; }

    /// <summary>Messages a player may send in an hour, typed or spoken; null for no limit.</summary>
    [Range(1, 1_000_000)]
    public int? MessagesPerHour { get; init; }

    /// <summary>Connections that one key may have open.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerKey { get; init; } = 1_000;
}
