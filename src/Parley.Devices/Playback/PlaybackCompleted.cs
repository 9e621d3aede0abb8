namespace Parley.Devices.Playback;

/// <summary>A message has been played, or will not be played any further.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Played">How much of it was heard.</param>
/// <param name="Interrupted">Whether it was cut off; false when it was heard to its end.</param>
public sealed record PlaybackCompleted(string MessageId, TimeSpan Played, bool Interrupted);
