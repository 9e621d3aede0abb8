namespace Parley.VoxNexus;

/// <summary>Somebody began or ceased to speak; only when asked for, an extension.</summary>
/// <param name="Started">True for the beginning.</param>
/// <param name="Position">The caller's time.</param>
public sealed record SpeechActivity(bool Started, TimeSpan Position) : VoxNexusEvent;
