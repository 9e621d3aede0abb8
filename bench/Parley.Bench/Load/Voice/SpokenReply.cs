using System.Diagnostics;

namespace Parley.Bench.Load.Voice;

/// <summary>The audio of one answer as it came in.</summary>
internal sealed class SpokenReply
{
    private readonly List<(long At, int Samples)> _pieces = [];

    private SpokenReply(string messageId) => MessageId = messageId;

    public string MessageId { get; }

    public long FirstAt => _pieces[0].At;

    public int Samples => _pieces.Sum(p => p.Samples);

    public bool IsComplete { get; private set; }

    /// <summary>The answers in a caller's events, in order.</summary>
    public static IReadOnlyList<SpokenReply> Of(IReadOnlyList<VoiceEvent> events)
    {
        var replies = new List<SpokenReply>();
        foreach (var item in events.Where(e => e.Name == VoiceEvent.Voice))
        {
            var reply = replies.Find(r => r.MessageId == item.MessageId);
            if (reply is null)
            {
                replies.Add(reply = new SpokenReply(item.MessageId));
            }

            reply._pieces.Add((item.At, item.Samples));
            reply.IsComplete |= item.IsFinal;
        }

        return replies;
    }

    /// <summary>
    /// How late each piece is, in milliseconds, against the pace that the server promises: when the first is played on arrival, a piece
    /// comes as soon as its end is no further ahead than the lead.
    /// </summary>
    public IEnumerable<double> Lateness(TimeSpan lead, int sampleRate)
    {
        var position = TimeSpan.Zero;
        foreach (var (at, samples) in _pieces)
        {
            position += TimeSpan.FromSeconds((double)samples / sampleRate);
            var due = position > lead ? position - lead : TimeSpan.Zero;
            yield return Math.Max(0, (Stopwatch.GetElapsedTime(FirstAt, at) - due).TotalMilliseconds);
        }
    }

    /// <summary>Pieces that came after the moment they should have been heard.</summary>
    public int Underruns(int sampleRate)
    {
        var (position, count) = (TimeSpan.Zero, 0);
        foreach (var (at, samples) in _pieces)
        {
            count += Stopwatch.GetElapsedTime(FirstAt, at) > position && position > TimeSpan.Zero ? 1 : 0;
            position += TimeSpan.FromSeconds((double)samples / sampleRate);
        }

        return count;
    }
}
