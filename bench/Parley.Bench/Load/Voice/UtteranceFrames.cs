namespace Parley.Bench.Load.Voice;

/// <summary>The frames that let the server know of an utterance.</summary>
/// <param name="Started">With this frame speech has begun.</param>
/// <param name="Confirmed">With this frame there are words enough to interrupt.</param>
/// <param name="Ended">With this frame the silence after it is complete.</param>
internal readonly record struct UtteranceFrames(int Started, int Confirmed, int Ended);
