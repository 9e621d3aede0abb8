namespace Parley.Realtime;

/// <summary>A change of a supervised connection.</summary>
/// <param name="State">What it became.</param>
/// <param name="Attempt">The attempt to come (reconnecting) or the one that succeeded (connected); 0 for the first connection.</param>
/// <param name="Delay">How long until the attempt; null unless reconnecting.</param>
/// <param name="Cause">Why the connection or the attempt before ended; null when there is no cause.</param>
public sealed record ConnectionChange(ConnectionState State, int Attempt = 0, TimeSpan? Delay = null, Exception? Cause = null);
