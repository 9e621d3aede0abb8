namespace Parley.VoxNexus;

/// <summary>The service accepted the configuration; after a reconnect it comes again.</summary>
/// <param name="RequestId">The service's name for the session.</param>
/// <param name="VoiceId">The voice, on text to speech; null otherwise.</param>
/// <param name="Language">The resolved language; null when the service does not say.</param>
/// <param name="Format">The audio's format; null when the service does not say.</param>
/// <param name="SampleRate">The audio's rate in hertz; null when the service does not say.</param>
public sealed record Ready(string RequestId, string? VoiceId, string? Language, string? Format, int? SampleRate) : VoxNexusEvent;
