using Parley.Speech.Recognition;

namespace Parley.Conversation.Microphones;

/// <summary>The session as its microphones see it. Calls come from any thread and return at once.</summary>
internal interface IMicrophoneOwner
{
    void OnHeard(Microphone microphone, RecognitionEvent item);

    void OnKeyDown(Microphone microphone);

    void OnDropped(Microphone microphone, int samples);

    void OnBroken(Microphone microphone, Exception error);

    void OnEnded(Microphone microphone, MicrophoneEnd end);

    Task WaitForFlushAsync(Task flushed, CancellationToken cancellationToken);
}
