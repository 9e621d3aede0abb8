namespace Parley.VoxNexus;

/// <summary>Audio that the service did not get, or got and lost, and that will not be sent again.</summary>
/// <param name="Start">The caller's time where it begins.</param>
/// <param name="Duration">How much.</param>
public sealed record AudioLost(TimeSpan Start, TimeSpan Duration) : VoxNexusEvent;
