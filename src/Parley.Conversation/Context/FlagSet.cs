namespace Parley.Conversation.Context;

/// <summary>The flags of a chat. Names ignore case. Not thread-safe.</summary>
internal sealed class FlagSet
{
    private const int MaxFlags = 1_000;

    private readonly Dictionary<string, FlagInfo> _flags = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<FlagInfo> Flags => [.. _flags.Values.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)];

    public bool IsSet(string name) => _flags.ContainsKey(name);

    public FlagInfo? Find(string name) => _flags.GetValueOrDefault(name);

    public void Restore(FlagInfo flag) => _flags[flag.Name] = flag;

    /// <summary>Changes a flag. False when nothing changed.</summary>
    /// <exception cref="ConversationException">Too many flags.</exception>
    public bool Apply(FlagChange change, TimeSpan chatTime, int index, TimeSpan? expireAfter = null, int? expireMessages = null)
    {
        if (change.IsUnset)
        {
            var removed = _flags.Remove(change.Name);
            return change.Value is null ? RemoveValues(change.Key, except: null) || removed : removed;
        }

        var changed = change.Value is not null && RemoveValues(change.Key, change.Name);
        if (_flags.ContainsKey(change.Name) && expireAfter is null && expireMessages is null)
        {
            return changed;
        }

        if (_flags.Count >= MaxFlags)
        {
            throw new ConversationException(ConversationErrors.LimitReached, $"A chat may have at most {MaxFlags} flags.");
        }

        _flags[change.Name] = new FlagInfo(change.Name, chatTime, index, chatTime + expireAfter, index + expireMessages);
        return true;
    }

    /// <summary>Removes what has expired. False when nothing had.</summary>
    public bool Expire(TimeSpan chatTime, int index)
    {
        var expired = _flags.Values.Where(f => f.ExpiresAtChatTime <= chatTime || f.ExpiresAtIndex <= index).ToArray();
        foreach (var flag in expired)
        {
            _flags.Remove(flag.Name);
        }

        return expired.Length > 0;
    }

    private bool RemoveValues(string key, string? except)
    {
        var prefix = key + ".";
        var values = _flags.Keys.Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && !n.Equals(except, StringComparison.OrdinalIgnoreCase)).ToArray();
        foreach (var name in values)
        {
            _flags.Remove(name);
        }

        return values.Length > 0;
    }
}
