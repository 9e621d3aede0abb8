using Parley.Speech.Recognition;

namespace Parley.Conversation.Microphones;

/// <summary>What a player says between two silences, or while a key is held. Used on the session's loop.</summary>
internal sealed class Utterance(long id, Microphone microphone, bool isKey)
{
    public long Id => id;

    public Microphone Microphone => microphone;

    /// <summary>Whether a talk key holds it together.</summary>
    public bool IsKey => isKey;

    /// <summary>What was recognised so far, or in the end.</summary>
    public string Text { get; set; } = "";

    /// <summary>Finished pieces of an utterance held by a key.</summary>
    public List<FinalTranscript> Pieces { get; } = [];

    public long? EndpointAt { get; set; }

    public long? SpeechEndAt { get; set; }

    public long? FinalAt { get; set; }
}
