using System.Text.RegularExpressions;

namespace Parley.Conversation.Context;

/// <summary>The automata of patterns in use: at most 64 in the process, the least recently used one goes. Thread-safe.</summary>
internal static class PatternCache
{
    private const int Capacity = TextPattern.MaxInUse;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Pattern, bool IgnoreCase), LinkedListNode<((string, bool) Key, Regex Regex)>> Known = [];
    private static readonly LinkedList<((string, bool) Key, Regex Regex)> ByUse = new();

    public static Regex Get(string pattern, bool ignoreCase)
    {
        var key = (pattern, ignoreCase);
        lock (Gate)
        {
            if (Known.TryGetValue(key, out var node))
            {
                ByUse.Remove(node);
                ByUse.AddFirst(node);
                return node.Value.Regex;
            }
        }

        // Built outside the lock: it may take a millisecond. Two builders of one pattern do no harm.
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        var built = new Regex(pattern, options, TimeSpan.FromSeconds(1));
        lock (Gate)
        {
            if (!Known.ContainsKey(key))
            {
                Known[key] = ByUse.AddFirst((key, built));
                if (Known.Count > Capacity)
                {
                    Known.Remove(ByUse.Last!.Value.Key);
                    ByUse.RemoveLast();
                }
            }
        }

        return built;
    }
}
