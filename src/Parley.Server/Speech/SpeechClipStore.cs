using System.Diagnostics.CodeAnalysis;
using Parley.Conversation.Speakers;

namespace Parley.Server.Speech;

/// <summary>
/// Spoken sentences that clients fetch by URL. Kept for ten minutes, and bounded in number and in samples: the oldest give way. The id
/// is the secret: nobody guesses it. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxSamples">Samples that all clips together may hold; default 128 Mi, which is 256 MiB.</param>
internal sealed class SpeechClipStore(TimeProvider time, long maxSamples = 128L << 20)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Capacity = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (SpeechClip Clip, DateTimeOffset Expires)> _clips = [];
    private readonly Queue<(SpeechClip Clip, DateTimeOffset Expires)> _order = new();
    private readonly List<SpeechClip> _growing = [];
    private readonly Queue<Guid> _gone = new();
    private readonly HashSet<Guid> _expired = [];
    private long _samples;

    /// <summary>Keeps a clip, which may still be growing.</summary>
    /// <returns>Where it is served, relative to the server.</returns>
    public string Publish(SpeechClip clip)
    {
        lock (_gate)
        {
            DropOld();
            var expires = time.GetUtcNow() + Lifetime;
            if (_clips.TryAdd(clip.Id, (clip, expires)))
            {
                _order.Enqueue((clip, expires));
                _growing.Add(clip);
            }
        }

        return $"/api/tts/gens/{clip.Id}";
    }

    public bool TryGet(Guid id, [NotNullWhen(true)] out SpeechClip? clip)
    {
        lock (_gate)
        {
            DropOld();
            clip = _clips.TryGetValue(id, out var found) ? found.Clip : null;
            return clip is not null;
        }
    }

    /// <summary>Whether the clip was there once: 410 instead of 404.</summary>
    public bool WasThere(Guid id)
    {
        lock (_gate)
        {
            return _expired.Contains(id);
        }
    }

    private void DropOld()
    {
        var now = time.GetUtcNow();
        var growing = Measure();
        while (_order.TryPeek(out var oldest) && (oldest.Expires <= now || _clips.Count >= Capacity || _samples + growing > maxSamples))
        {
            _order.Dequeue();
            if (_growing.Remove(oldest.Clip))
            {
                growing -= Math.Min(growing, oldest.Clip.Length);
            }
            else
            {
                _samples -= oldest.Clip.Length;
            }

            _clips.Remove(oldest.Clip.Id);
            _expired.Add(oldest.Clip.Id);
            _gone.Enqueue(oldest.Clip.Id);
            if (_gone.Count > Capacity)
            {
                _expired.Remove(_gone.Dequeue());
            }
        }
    }

    /// <summary>Samples of the clips that still grow; those that have ended since count for good.</summary>
    private long Measure()
    {
        long growing = 0;
        for (var i = _growing.Count - 1; i >= 0; i--)
        {
            var clip = _growing[i];
            if (clip.IsComplete)
            {
                _samples += clip.Length;
                _growing.RemoveAt(i);
            }
            else
            {
                growing += clip.Length;
            }
        }

        return growing;
    }
}
