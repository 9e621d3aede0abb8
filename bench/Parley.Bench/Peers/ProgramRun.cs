namespace Parley.Bench.Peers;

/// <summary>A program that ran to its end.</summary>
internal sealed record ProgramRun(byte[] Output, TimeSpan First, TimeSpan Whole);
