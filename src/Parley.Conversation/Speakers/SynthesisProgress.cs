namespace Parley.Conversation.Speakers;

/// <summary>How far the synthesis of a clip is.</summary>
internal enum SynthesisProgress
{
    /// <summary>The synthesiser was asked.</summary>
    Requested,

    /// <summary>Its first samples came.</summary>
    FirstSamples,

    /// <summary>Nothing more of it comes.</summary>
    Completed,
}
