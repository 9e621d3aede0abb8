namespace Parley.VoxNexus;

/// <summary>Connected and initialised again; what could be sent again has been.</summary>
/// <param name="Attempt">The attempt that succeeded, from 1.</param>
public sealed record Reconnected(int Attempt) : VoxNexusEvent;
