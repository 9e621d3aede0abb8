using Parley.Speech.Recognition;

namespace Parley.Conversation.Microphones;

/// <summary>How a player is listened to.</summary>
public sealed record MicrophoneOptions
{
    /// <summary>Rate of the samples that will be written, 8,000 to 48,000 Hz; default 16,000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>BCP 47 tag; null means the main character's, else the engine's default.</summary>
    public string? Language { get; init; }

    /// <summary>When an utterance ends; null means the session's.</summary>
    public EndpointingOptions? Endpointing { get; init; }

    /// <summary>
    /// A key begins and ends the utterance: pauses start no turn; everything until <see cref="Microphone.EndUtteranceAsync"/> is one message.
    /// </summary>
    public bool PushToTalk { get; init; }

    /// <summary>
    /// Whether the player may interrupt by speaking; false stops listening while a reply is spoken. Null means the session's.
    /// </summary>
    public bool? BargeIn { get; init; }

    /// <summary>Who makes messages of transcripts; default the session, at once.</summary>
    public TranscriptSubmission Submission { get; init; } = TranscriptSubmission.Session;

    /// <summary>
    /// Asked on the session's loop before it makes a message of a transcript: must be quick and not throw. False leaves the words without a
    /// message and an answer (<see cref="Sessions.UserSpeechEnded.IsRefused"/>). Null admits all.
    /// </summary>
    public Func<bool>? Admits { get; init; }

    /// <summary>Words and names to expect besides the participants' names.</summary>
    public IReadOnlyList<string> KeyTerms { get; init; } = [];
}
