using Parley.Speech.Recognition;

namespace Parley.Conversation;

/// <summary>How a conversation is held. Immutable; vary it with <c>with</c>.</summary>
public sealed record ConversationOptions
{
    /// <summary>When an utterance of the player ends.</summary>
    public EndpointingOptions Endpointing { get; init; } = EndpointingOptions.Default;

    /// <summary>When a player who speaks during a reply interrupts it.</summary>
    public InterruptionOptions Interruption { get; init; } = new();

    /// <summary>Longest wait for a final transcript after the utterance's end was decided; 1 s to 60 s, default 10 s.</summary>
    public TimeSpan TranscriptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the first token of a reply; 1 s to 10 min, default 60 s.</summary>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for each further token; 1 s to 10 min, default 30 s.</summary>
    public TimeSpan TokenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the samples of one sentence; 1 s to 5 min, default 30 s.</summary>
    public TimeSpan SynthesisTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for one inference of actions; after it none is chosen. 1 s to 60 s, default 10 s.</summary>
    public TimeSpan InferenceTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Greatest length of a reply in UTF-16 units; what follows is cut off. 100 to 100,000, default 16,000.</summary>
    public int MaxReplyLength { get; init; } = 16_000;

    /// <summary>Tokens a prompt may have, the reply excluded; older messages are summarised beyond it. 1,000 to 1,000,000, default 6,000.</summary>
    public int PromptTokens { get; init; } = 6_000;

    /// <summary>Tokens of a reply; default 512.</summary>
    public int ReplyTokens { get; init; } = 512;

    /// <summary>Layers of actions inferred per timing; default 5.</summary>
    public int MaxLayers { get; init; } = 5;

    /// <summary>Replies the characters give one after another without the player; default 4 (a story: 20).</summary>
    public int MaxConsecutiveReplies { get; init; } = 4;

    /// <summary>Characters in one chat; default 12.</summary>
    public int MaxParticipants { get; init; } = 12;

    /// <summary>Whether facts about the player are learned and recalled; default true.</summary>
    public bool Memory { get; init; } = true;

    /// <summary>Whether memories of other chats with the character are used unless the chat says otherwise; default true.</summary>
    public bool UseChatMemory { get; init; } = true;

    /// <summary>Whether transcripts, prompts and replies may be logged at Trace; default false.</summary>
    public bool LogContent { get; init; }

    /// <summary>600 ms of silence ends an utterance; speech interrupts.</summary>
    public static ConversationOptions Default { get; } = new();

    /// <summary>For slow speakers: 1.2 s of silence, interruptions need a second of speech or three words.</summary>
    public static ConversationOptions Patient { get; } = new()
    {
        Endpointing = EndpointingOptions.Patient,
        Interruption = new InterruptionOptions { ConfirmAfter = TimeSpan.FromSeconds(1), ConfirmWords = 3 },
    };

    /// <summary>Quick answers: 300 ms of silence, interruptions after 400 ms or one word. Cuts slow speakers.</summary>
    public static ConversationOptions Snappy { get; } = new()
    {
        Endpointing = EndpointingOptions.Snappy,
        Interruption = new InterruptionOptions { ConfirmAfter = TimeSpan.FromMilliseconds(400), ConfirmWords = 1 },
    };

    /// <summary>A key begins and ends the player's utterances; pressing it interrupts.</summary>
    public static ConversationOptions PushToTalk { get; } = new() { Endpointing = EndpointingOptions.PushToTalk };
}
