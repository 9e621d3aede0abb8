using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Failover;

/// <summary>One engine's part in a stream.</summary>
/// <param name="Index">Its place in the configured order.</param>
/// <param name="EngineId">Its id.</param>
/// <param name="Language">The language it recognises here; null when it was not asked for one.</param>
/// <param name="Source">Where its decoders come from.</param>
internal sealed record FailoverCandidate(int Index, string EngineId, string? Language, IUtteranceDecoderSource Source);
