namespace Parley.Conversation.Speakers;

/// <summary>Everything spoken of one message: its clips in order, growing at the end. Thread-safe.</summary>
internal sealed class MessageSpeech(long turnId, Guid messageId)
{
    private readonly Lock _gate = new();
    private readonly List<SpeechClip> _clips = [];
    private bool _isComplete;
    private int _demand;

    /// <summary>Raised after every change, on whatever thread made it; must not block.</summary>
    public event Action? Changed;

    public long TurnId => turnId;

    public Guid MessageId => messageId;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _clips.Count;
            }
        }
    }

    /// <summary>Whether no further clip comes.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _isComplete;
            }
        }
    }

    /// <summary>Whether no further sample comes.</summary>
    public bool IsSynthesized
    {
        get
        {
            lock (_gate)
            {
                return _isComplete && _clips.TrueForAll(c => c.IsComplete);
            }
        }
    }

    /// <summary>Length of the samples so far.</summary>
    public TimeSpan Duration
    {
        get
        {
            lock (_gate)
            {
                var total = TimeSpan.Zero;
                foreach (var clip in _clips)
                {
                    total += clip.Duration;
                }

                return total;
            }
        }
    }

    /// <summary>Index of the last clip somebody wants by now: synthesis stays at most one ahead of it.</summary>
    public int Demand => Volatile.Read(ref _demand);

    public void Add(SpeechClip clip)
    {
        lock (_gate)
        {
            _clips.Add(clip);
        }

        Changed?.Invoke();
    }

    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        Changed?.Invoke();
    }

    public void Notify() => Changed?.Invoke();

    public SpeechClip? ClipAt(int index)
    {
        lock (_gate)
        {
            return index < _clips.Count ? _clips[index] : null;
        }
    }

    public void Want(int index)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _demand);
            if (seen >= index)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _demand, index, seen) != seen);

        Changed?.Invoke();
    }

    /// <summary>How much of the message has been heard after so much of its audio: the end of the last whole word, in UTF-16 units.</summary>
    public int HeardAt(TimeSpan played)
    {
        lock (_gate)
        {
            var heard = 0;
            var start = TimeSpan.Zero;
            foreach (var clip in _clips)
            {
                var end = start + clip.Duration;
                if (clip.IsComplete && played >= end)
                {
                    heard = clip.EndIndex;
                    start = end;
                    continue;
                }

                foreach (var word in clip.Words)
                {
                    if (start + word.Offset + word.Duration > played)
                    {
                        return heard;
                    }

                    heard = Math.Max(heard, clip.StartIndex + EndOfWord(clip.Text, word.TextOffset + word.TextLength));
                }

                return heard;
            }

            return heard;
        }
    }

    /// <summary>Where to go on after so much was played: the beginning of the first word that was not heard whole.</summary>
    public (int Clip, TimeSpan Offset, TimeSpan Start) FirstUnheard(TimeSpan played)
    {
        lock (_gate)
        {
            var start = TimeSpan.Zero;
            for (var i = 0; i < _clips.Count; i++)
            {
                var clip = _clips[i];
                var end = start + clip.Duration;
                if (clip.IsComplete && played >= end)
                {
                    start = end;
                    continue;
                }

                foreach (var word in clip.Words)
                {
                    if (start + word.Offset + word.Duration > played)
                    {
                        return (i, word.Offset, start + word.Offset);
                    }
                }

                // Words not known: exactly there.
                return (i, played > start ? played - start : TimeSpan.Zero, played > start ? played : start);
            }

            return (_clips.Count, TimeSpan.Zero, start);
        }
    }

    // Punctuation that belongs to the word is heard with it.
    private static int EndOfWord(string text, int end)
    {
        end = Math.Clamp(end, 0, text.Length);
        while (end < text.Length && (char.IsPunctuation(text[end]) || char.GetUnicodeCategory(text[end]) == System.Globalization.UnicodeCategory.OtherPunctuation))
        {
            end++;
        }

        return end;
    }
}
