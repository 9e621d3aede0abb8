using Parley.Conversation.Characters;
using Parley.Conversation.Replies;
using Parley.Speech;
using Parley.Speech.Synthesis;

namespace Parley.Conversation.Speakers;

/// <summary>Fills the clips of a message, one after another, never more than one ahead of what the listeners want.</summary>
internal sealed class SpeechSynthesis(ISpeechEngines engines, TimeProvider time, TimeSpan timeout)
{
    /// <summary>Runs until the message is complete or cancelled. Every clip is completed whatever happens.</summary>
    /// <param name="speech">The message.</param>
    /// <param name="character">Whose voice.</param>
    /// <param name="progress">Told when a clip is asked for and when its first samples come; quick, on this task's thread.</param>
    /// <param name="failed">Told once when the synthesiser fails: the rest of the message is not spoken.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RunAsync(MessageSpeech speech, Character character, Action<SynthesisProgress, SpeechClip> progress, Action<EngineException> failed, CancellationToken cancellationToken)
    {
        var wake = new SemaphoreSlim(0, 1);
        void Wake()
        {
            try
            {
                wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // It is awake already.
            }
        }

        speech.Changed += Wake;
        var index = 0;
        EngineException? failure = null;
        try
        {
            while (true)
            {
                var clip = speech.ClipAt(index);
                if (clip is null)
                {
                    if (speech.IsComplete && speech.ClipAt(index) is null)
                    {
                        return;
                    }

                    await wake.WaitAsync(cancellationToken);
                    continue;
                }

                if (failure is null && index > 0 && speech.Demand < index - 1)
                {
                    await wake.WaitAsync(cancellationToken);
                    continue;
                }

                if (failure is null)
                {
                    failure = await SpeakAsync(speech, clip, character, progress, cancellationToken);
                    if (failure is not null)
                    {
                        failed(failure);
                    }
                }

                clip.Complete(failure);
                progress(SynthesisProgress.Completed, clip);
                speech.Notify();
                index++;
            }
        }
        finally
        {
            speech.Changed -= Wake;
            for (; speech.ClipAt(index) is { } rest; index++)
            {
                rest.Complete();
            }

            speech.Notify();
        }
    }

    private async Task<EngineException?> SpeakAsync(MessageSpeech speech, SpeechClip clip, Character character, Action<SynthesisProgress, SpeechClip> progress, CancellationToken cancellationToken)
    {
        var text = SpokenText.From(clip.Text).TrimEnd();
        if (!SpokenText.IsSpeakable(text))
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var voice = character.VoiceId is not null && engines.TryGetVoice(character.VoiceId, out var own) ? own : engines.DefaultVoice;
        try
        {
            var request = new SynthesisRequest
            {
                Text = text,
                VoiceId = voice.Id,
                Language = character.Language,
                Speed = Math.Clamp(character.SpeechRate, 0.5, 2),
                Pitch = Math.Clamp(character.Pitch, -12, 12),
            };
            progress(SynthesisProgress.Requested, clip);
            await foreach (var chunk in engines.GetSynthesizer(voice).SynthesizeAsync(request, linked.Token))
            {
                if (clip.Length == 0 && !chunk.Samples.IsEmpty)
                {
                    progress(SynthesisProgress.FirstSamples, clip);
                }

                clip.Append(chunk.Samples.Span, chunk.SampleRate, chunk.Words);
                speech.Notify();
            }

            return null;
        }
        catch (EngineException error)
        {
            return error;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EngineException(voice.EngineId, EngineFailure.Timeout, "The synthesiser did not speak in time.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new EngineException(voice.EngineId, EngineFailure.Failed, "The synthesiser failed.", error);
        }
    }
}
