using System.Threading.Channels;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>
/// The work of one TTS socket in the order in which it is sent: utterances, and answers that must come after them.
/// Writers hold the session's lock; one loop reads.
/// </summary>
internal sealed class UtteranceQueue(int maxWaiting)
{
    // Bounded by maxWaiting for utterances and by MaxAnswers.
    private const int MaxAnswers = 256;

    private readonly Channel<(Utterance? Utterance, Func<ValueTask>? Answer)> _work =
        Channel.CreateUnbounded<(Utterance?, Func<ValueTask>?)>(new UnboundedChannelOptions { SingleReader = true });

    private int _waiting;
    private int _pending;

    /// <summary>Whether another utterance may be finalised.</summary>
    public bool IsFull => _waiting >= maxWaiting;

    /// <summary>Whether another answer may wait.</summary>
    public bool HasRoomForAnswer => Volatile.Read(ref _pending) < maxWaiting + MaxAnswers;

    /// <summary>Whether anything is being worked on or waits.</summary>
    public bool IsBusy => Volatile.Read(ref _pending) > 0;

    public ChannelReader<(Utterance? Utterance, Func<ValueTask>? Answer)> Reader => _work.Reader;

    public void Add(Utterance utterance)
    {
        Interlocked.Increment(ref _pending);
        _work.Writer.TryWrite((utterance, null));
    }

    /// <summary>Adds something to do when all before it is done.</summary>
    public void Add(Func<ValueTask> answer)
    {
        Interlocked.Increment(ref _pending);
        _work.Writer.TryWrite((null, answer));
    }

    /// <summary>Ends an utterance whose last pieces were added: it counts as waiting from now on unless it is being spoken.</summary>
    public void Finish(Utterance utterance)
    {
        utterance.Complete();
        if (!utterance.HasStarted)
        {
            _waiting++;
        }
    }

    /// <summary>Notes that the loop has reached an utterance.</summary>
    public void Start(Utterance utterance)
    {
        utterance.HasStarted = true;
        if (utterance.IsFinal)
        {
            _waiting--;
        }
    }

    /// <summary>Notes that a piece of work is done.</summary>
    public void Done() => Interlocked.Decrement(ref _pending);
}
