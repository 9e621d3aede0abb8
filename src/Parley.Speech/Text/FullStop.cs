namespace Parley.Speech.Text;

/// <summary>What a full stop after a given word means.</summary>
internal enum FullStop
{
    /// <summary>The sentence ends.</summary>
    Ends,

    /// <summary>The sentence goes on.</summary>
    GoesOn,

    /// <summary>The sentence goes on when a number follows, and ends otherwise.</summary>
    GoesOnBeforeNumber,

    /// <summary>The sentence ends when a capital or a quotation follows, and goes on otherwise.</summary>
    EndsBeforeCapital,
}
