using Parley.Audio.Levels;
using Parley.Conversation.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Audio;

/// <summary>
/// The level of one microphone for the apps that inspect audio input (specification §2.2), at most ten times a second. Audio may come
/// another way than the connection that inspects it. One writer.
/// </summary>
internal sealed class MicrophoneLevel(VoxtaApps apps, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // About −40 dBFS: a coarse sign for a level meter; recognition decides by its own detector.
    private const double SpeechLevel = 0.01;

    private long _last;

    public void Report(ConversationSession session, ReadOnlySpan<short> samples)
    {
        if (!apps.IsAudioInspected || samples.IsEmpty || (_last != 0 && time.GetElapsedTime(_last) < Interval))
        {
            return;
        }

        _last = time.GetTimestamp();
        var level = AudioLevel.Of(samples);
        var frame = new AudioFrame { SessionId = session.Id, Rms = level.Rms, VoiceActivity = level.Rms > SpeechLevel, Listening = session.IsListening };
        foreach (var app in apps.Of(session.Player))
        {
            if (app.InspectsAudio(session.Id))
            {
                app.Tell(frame);
            }
        }
    }
}
