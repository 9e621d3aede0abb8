namespace Parley.Conversation;

/// <summary>When a player who speaks during a reply interrupts it.</summary>
public sealed record InterruptionOptions
{
    /// <summary>Whether speaking can interrupt at all; false stops listening while a reply is spoken. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Speech that lasts so long interrupts, whatever it says, unless it is a backchannel so far; 100 ms to 5 s, default 700 ms.</summary>
    public TimeSpan ConfirmAfter { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Recognised words that interrupt at once, backchannels not counted; 1 to 10, default 2.</summary>
    public int ConfirmWords { get; init; } = 2;

    /// <summary>Longest hold without a decision, by the clock; speech then goes on. 500 ms to 30 s, default 4 s.</summary>
    public TimeSpan HoldTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Utterances that only show listening, compared without case and punctuation. A listener's words for it in English by default.</summary>
    public IReadOnlyList<string> Backchannels { get; init; } = DefaultBackchannels;

    /// <summary>"mm-hm", "uh huh", "yeah" and the like.</summary>
    public static IReadOnlyList<string> DefaultBackchannels { get; } =
    [
        "mm", "mmm", "hm", "hmm", "mhm", "mm hm", "mm hmm", "uh", "um", "uh huh", "ah", "aha", "oh", "ooh", "huh",
        "yeah", "yea", "yep", "yup", "yes", "ok", "okay", "right", "sure", "i see", "got it", "wow", "cool", "nice",
        "oh really", "really", "oh ok", "oh okay", "yeah yeah", "ok ok", "okay okay", "yes yes", "right right", "mhm mhm",
    ];
}
