namespace Parley.Speech.Engines.Flite;

/// <summary>Takes an utterance's samples while it is being synthesised, on the synthesising thread.</summary>
internal unsafe interface IFliteSink
{
    /// <summary>Takes the next samples. Must not throw: the caller is C.</summary>
    /// <param name="samples">Valid during the call.</param>
    /// <param name="utterance">The utterance; its words and their times are known from the first call on.</param>
    /// <param name="minimum">How many samples to gather for the next call.</param>
    /// <returns>False to stop the synthesis.</returns>
    bool TryTake(ReadOnlySpan<short> samples, FliteNative.Utterance* utterance, ref int minimum);
}
