using System.Threading.Channels;

namespace Parley.Realtime;

/// <summary>One reader's view of its own queue; the queue exists from the call on, not from the first move.</summary>
internal sealed class EventReader<TEvent>(ChannelReader<TEvent> queue, Action release, CancellationToken cancellationToken) : IAsyncEnumerable<TEvent>
{
    private int _taken;

    public async IAsyncEnumerator<TEvent> GetAsyncEnumerator(CancellationToken enumeration = default)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("An event stream is enumerated once; ask for another.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeration);
        try
        {
            while (await queue.WaitToReadAsync(either.Token).ConfigureAwait(false))
            {
                while (queue.TryRead(out var e))
                {
                    yield return e;
                }
            }
        }
        finally
        {
            release();
        }
    }
}
