namespace Parley.Speech.Synthesis;

/// <summary>A chunk on its way from an engine to its reader.</summary>
/// <param name="Buffer">Rented from the shared pool; whoever takes the chunk out of its queue returns it.</param>
/// <param name="Length">How many samples of it are valid.</param>
/// <param name="Words">Words known by now.</param>
internal readonly record struct PooledChunk(short[] Buffer, int Length, IReadOnlyList<SpokenWord> Words);
