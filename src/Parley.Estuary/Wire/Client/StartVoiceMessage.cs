namespace Parley.Estuary.Wire;

/// <summary><c>start_voice</c>: the payload of push-to-talk; continuous voice sends none.</summary>
public sealed record StartVoiceMessage
{
    /// <summary>The value of <see cref="TurnMode"/> for push-to-talk.</summary>
    public const string PushToTalk = "push_to_talk";

    /// <summary><c>push_to_talk</c>; null keeps the session's mode, continuous at first.</summary>
    public string? TurnMode { get; set; }
}
