namespace Parley.Speech.Synthesis;

/// <summary>A piece of synthesised speech: signed 16-bit mono at <see cref="SampleRate"/>.</summary>
/// <param name="Samples">Valid until the next element is asked for: the engine owns the memory and uses it again.</param>
/// <param name="SampleRate">The voice's rate in hertz, the same for all chunks of one request.</param>
/// <param name="Words">Words that begin in this chunk, or are known by now, with offsets from the start of the request's audio; often empty.</param>
public readonly record struct SynthesisChunk(ReadOnlyMemory<short> Samples, int SampleRate, IReadOnlyList<SpokenWord> Words);
