namespace Parley.Devices.Playback;

/// <summary>The latest few ids, so that what arrives late for a finished message is known. Not thread-safe.</summary>
internal sealed class RecentIds
{
    private readonly string?[] _ids = new string?[64];
    private int _next;

    public void Add(string id)
    {
        _ids[_next] = id;
        _next = (_next + 1) % _ids.Length;
    }

    public bool Contains(string id) => Array.IndexOf(_ids, id) >= 0;
}
