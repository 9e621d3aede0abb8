namespace Parley.Server.VoxNexus;

/// <summary>When the text of an open utterance begins to be spoken.</summary>
public enum SynthesisStart
{
    /// <summary>At each sentence, and when text has paused.</summary>
    Sentence,

    /// <summary>When the utterance is finalised.</summary>
    Final,
}
