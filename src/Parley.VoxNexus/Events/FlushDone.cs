namespace Parley.VoxNexus;

/// <summary>Everything sent before a flush has been answered; a new recognition session begins.</summary>
/// <param name="RequestId">The service's name for the session.</param>
/// <param name="Position">The caller's time at the flush.</param>
public sealed record FlushDone(string RequestId, TimeSpan Position) : VoxNexusEvent;
