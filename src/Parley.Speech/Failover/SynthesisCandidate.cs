using Parley.Speech.Synthesis;

namespace Parley.Speech.Failover;

/// <summary>One who can speak a voice, and under which id it does.</summary>
internal sealed record SynthesisCandidate(ISpeechSynthesizer Synthesizer, string VoiceId);
