namespace Parley.VoxNexus;

/// <summary>The connection was lost, and another attempt will be made.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="Delay">How long until the attempt.</param>
/// <param name="Cause">Why the connection or the attempt before ended.</param>
public sealed record Reconnecting(int Attempt, TimeSpan Delay, Exception? Cause) : VoxNexusEvent;
