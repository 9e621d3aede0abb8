namespace Parley.VoxNexus;

/// <summary>The last event: the connection is over for good.</summary>
/// <param name="Cause">Null after a close asked for on either side; otherwise why, after the last attempt of the reconnect policy.</param>
public sealed record Closed(Exception? Cause) : VoxNexusEvent;
