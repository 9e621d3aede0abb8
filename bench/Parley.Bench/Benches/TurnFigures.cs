using System.Diagnostics;
using Parley.Bench.Load.Voice;
using Parley.Bench.Measuring;
using Parley.Bench.Peers.Scripted;

namespace Parley.Bench.Benches;

/// <summary>What a crowd's turns came to, after checking that every utterance was heard and answered in full.</summary>
internal sealed class TurnFigures
{
    /// <summary>From the frame that completes the silence to the first audio of the answer, in milliseconds.</summary>
    public Samples Added { get; } = new();

    /// <summary>Of every piece of audio, in milliseconds.</summary>
    public Samples Lateness { get; } = new();

    public int Underruns { get; private set; }

    /// <exception cref="TimeoutException">An answer did not come.</exception>
    /// <exception cref="InvalidOperationException">An answer is not what it should be.</exception>
    public static async Task<TurnFigures> OfAsync(VoiceCrowd crowd, VoiceScript script, int replySamples, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var figures = new TurnFigures();
        foreach (var caller in crowd.Callers)
        {
            await caller.WaitForAsync(e => SpokenReply.Of(e).Count(r => r.IsComplete) == script.Utterances.Count, cancellationToken).WaitAsync(deadline, TimeProvider.System, cancellationToken);
            var events = caller.Events();
            var heard = events.Count(e => e is { Name: VoiceEvent.Transcript, IsFinal: true });
            var replies = SpokenReply.Of(events);
            if (heard != script.Utterances.Count || replies.Count != heard || replies.Any(r => r.Samples != replySamples))
            {
                throw new InvalidOperationException(
                    $"{heard} of {script.Utterances.Count} utterances heard, answers of {string.Join(", ", replies.Select(r => r.Samples))} instead of {replySamples} samples.");
            }

            for (var i = 0; i < replies.Count; i++)
            {
                figures.Added.Add(Stopwatch.GetElapsedTime(caller.Sent[script.Utterances[i].Ended], replies[i].FirstAt).TotalMilliseconds);
                figures.Underruns += replies[i].Underruns(ScriptedSynthesizer.SampleRate);
                foreach (var late in replies[i].Lateness(TurnBench.Lead, ScriptedSynthesizer.SampleRate))
                {
                    figures.Lateness.Add(late);
                }
            }
        }

        return figures;
    }
}
