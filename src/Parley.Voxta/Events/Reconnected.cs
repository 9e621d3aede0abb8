namespace Parley.Voxta;

/// <summary>The connection is open and authenticated again.</summary>
/// <param name="Attempt">The attempt that succeeded.</param>
public sealed record Reconnected(int Attempt) : VoxtaEvent;
