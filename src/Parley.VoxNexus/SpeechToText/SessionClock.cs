namespace Parley.VoxNexus;

/// <summary>
/// Puts the service's offsets, which begin anew with every recognition session, on the caller's time line. Audio that was
/// given up leaves a gap on the caller's line that the service does not know of: each session is a list of anchors.
/// </summary>
internal sealed class SessionClock(int sampleRate)
{
    private readonly object _gate = new();

    // Sessions that may still bring transcripts, oldest first: one, and another for each flush not yet answered.
    private readonly Queue<List<Anchor>> _sessions = new();
    private List<Anchor> _latest = [];
    private long _sent;

    private readonly record struct Anchor(long Sent, long Position);

    /// <summary>A new connection: its first session begins with this sample of the caller.</summary>
    public void Restart(long position)
    {
        lock (_gate)
        {
            _sessions.Clear();
            Begin_NeedsLock(position);
        }
    }

    /// <summary>A flush was sent: what follows belongs to the next session.</summary>
    public void Flush(long position)
    {
        lock (_gate)
        {
            Begin_NeedsLock(position);
        }
    }

    /// <summary>The flush was answered: the oldest session is over.</summary>
    public void FlushDone()
    {
        lock (_gate)
        {
            if (_sessions.Count > 1)
            {
                _sessions.Dequeue();
            }
        }
    }

    /// <summary>Samples were sent, from this position of the caller on.</summary>
    public void Sent(long position, int samples)
    {
        lock (_gate)
        {
            if (_latest.Count > 0)
            {
                var last = _latest[^1];
                if (last.Position + (_sent - last.Sent) != position)
                {
                    _latest.Add(new Anchor(_sent, position));
                }
            }

            _sent += samples;
        }
    }

    /// <summary>The caller's position of an offset in the session whose transcripts come now.</summary>
    public long ToPosition(long offsetMilliseconds)
    {
        lock (_gate)
        {
            var offset = Math.Max(0, offsetMilliseconds) * sampleRate / 1000;
            var anchor = default(Anchor);
            foreach (var candidate in _sessions.Count > 0 ? _sessions.Peek() : _latest)
            {
                if (candidate.Sent > offset)
                {
                    break;
                }

                anchor = candidate;
            }

            return anchor.Position + (offset - anchor.Sent);
        }
    }

    private void Begin_NeedsLock(long position)
    {
        _sent = 0;
        _latest = [new Anchor(0, position)];
        _sessions.Enqueue(_latest);
    }
}
