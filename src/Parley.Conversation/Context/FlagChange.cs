using System.Collections.Frozen;

namespace Parley.Conversation.Context;

/// <summary>One item of a list of flags to change (Voxta specification §7.4).</summary>
/// <param name="Key">The flag, or the key of an enum flag.</param>
/// <param name="Value">Value of the enum flag; null for a plain flag.</param>
/// <param name="IsUnset">Whether it is unset.</param>
public readonly record struct FlagChange(string Key, string? Value, bool IsUnset)
{
    private const int MaxLength = 100;

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["true", "false", "null", "undefined", "if", "else", "for", "while", "do", "switch", "case", "default", "break"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary><c>key</c> or <c>key.value</c>.</summary>
    public string Name => Value is null ? Key : $"{Key}.{Value}";

    /// <summary>Reads an item: <c>name</c>, <c>!name</c>, <c>key.value</c> or <c>!key.value</c>.</summary>
    public static bool TryParse(string? text, out FlagChange change)
    {
        change = default;
        var rest = text.AsSpan().Trim();
        var isUnset = rest.StartsWith("!");
        if (isUnset)
        {
            rest = rest[1..].TrimStart();
        }

        if (rest.Length is 0 or > MaxLength)
        {
            return false;
        }

        var dot = rest.IndexOf('.');
        var key = dot < 0 ? rest : rest[..dot];
        if (!IsName(key) || (dot >= 0 && !IsValue(rest[(dot + 1)..])))
        {
            return false;
        }

        change = new FlagChange(key.ToString(), dot < 0 ? null : rest[(dot + 1)..].ToString(), isUnset);
        return true;
    }

    /// <summary>A letter or <c>_</c>, then one or more of letters, digits and <c>_</c>; no reserved word.</summary>
    internal static bool IsName(ReadOnlySpan<char> text) =>
        text.Length >= 2 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && IsValue(text) && !Reserved.Contains(text.ToString());

    internal static bool IsValue(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
