using Parley.Speech.Recognition;
using Shouldly;

namespace Parley.Testing.Recognition;

/// <summary>The order of events that <see cref="IRecognitionStream"/> documents.</summary>
public static class RecognitionOrder
{
    /// <summary>Fails when the events of a stream, read from its beginning, are not in that order.</summary>
    public static void Check(IReadOnlyList<RecognitionEvent> events)
    {
        var session = 0;
        var taken = TimeSpan.Zero;
        var open = false;
        var paused = false;
        var ended = false;
        SpeechStarted? started = null;
        var end = TimeSpan.Zero;
        foreach (var e in events)
        {
            var seen = $"{e} in {string.Join(", ", events.Select(x => x.GetType().Name))}";
            switch (e)
            {
                case SpeechStarted s:
                    open.ShouldBeFalse(seen);
                    s.Offset.ShouldBeGreaterThanOrEqualTo(taken, seen);
                    (open, paused, ended, started) = (true, false, false, s);
                    break;
                case SpeechPaused:
                    (open && !ended && !paused).ShouldBeTrue(seen);
                    paused = true;
                    break;
                case SpeechResumed:
                    (open && !ended && paused).ShouldBeTrue(seen);
                    paused = false;
                    break;
                case PartialTranscript p:
                    (open && !ended).ShouldBeTrue(seen);
                    p.Text.ShouldNotBeNullOrWhiteSpace(seen);
                    p.Offset.ShouldBe(started!.Offset, seen);
                    break;
                case SpeechEnded s:
                    (open && !ended).ShouldBeTrue(seen);
                    s.Offset.ShouldBeGreaterThanOrEqualTo(started!.Offset, seen);
                    ended = true;
                    end = s.Offset;
                    break;
                case FinalTranscript f:
                    (open && ended).ShouldBeTrue(seen);
                    f.Text.ShouldNotBeNullOrWhiteSpace(seen);
                    f.Offset.ShouldBe(started!.Offset, seen);
                    (f.Offset + f.Duration).ShouldBeLessThanOrEqualTo(end, seen);
                    CheckWords(f, seen);
                    (open, taken) = (false, f.Offset + f.Duration);
                    break;
                case UtteranceRejected or RecognitionFailed:
                    (open && ended).ShouldBeTrue(seen);
                    e.Offset.ShouldBe(started!.Offset, seen);
                    open = false;
                    break;
                case SessionFlushed f:
                    (open && !f.Cancelled).ShouldBeFalse(seen);
                    f.Session.ShouldBe(session++, seen);
                    f.Offset.ShouldBeGreaterThanOrEqualTo(f.Cancelled ? TimeSpan.Zero : taken, seen);
                    (open, taken) = (false, TimeSpan.Zero);
                    break;
            }
        }
    }

    private static void CheckWords(FinalTranscript final, string seen)
    {
        var last = final.Offset;
        foreach (var word in final.Words)
        {
            word.Text.ShouldNotBeNullOrWhiteSpace(seen);
            word.Offset.ShouldBeGreaterThanOrEqualTo(last, seen);
            word.Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero, seen);
            (word.Offset + word.Duration).ShouldBeLessThanOrEqualTo(final.Offset + final.Duration, seen);
            last = word.Offset;
        }
    }
}
