using System.Diagnostics.CodeAnalysis;
using Parley.Conversation.Speakers;

namespace Parley.Server.Speech;

/// <summary>
/// Spoken sentences that clients fetch by URL. Kept for ten minutes, and bounded in number: the oldest give way. The id is the secret:
/// nobody guesses it. Thread-safe.
/// </summary>
internal sealed class SpeechClipStore(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Capacity = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (SpeechClip Clip, DateTimeOffset Expires)> _clips = [];
    private readonly Queue<(Guid Id, DateTimeOffset Expires)> _order = new();
    private readonly Queue<Guid> _gone = new();
    private readonly HashSet<Guid> _expired = [];

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
                _order.Enqueue((clip.Id, expires));
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
        while (_order.TryPeek(out var oldest) && (oldest.Expires <= now || _clips.Count >= Capacity))
        {
            _order.Dequeue();
            _clips.Remove(oldest.Id);
            _expired.Add(oldest.Id);
            _gone.Enqueue(oldest.Id);
            if (_gone.Count > Capacity)
            {
                _expired.Remove(_gone.Dequeue());
            }
        }
    }
}
