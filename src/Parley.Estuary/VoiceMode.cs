namespace Parley.Estuary;

/// <summary>What ends a turn of the player.</summary>
public enum VoiceMode
{
    /// <summary>The server, which hears when somebody begins and stops to speak.</summary>
    Continuous,

    /// <summary>A key: <see cref="EstuaryClient.StartRecordingAsync"/> and <see cref="EstuaryClient.StopRecordingAsync"/>.</summary>
    PushToTalk,
}
