using System.Text;
using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>Strings off the wire. A lone surrogate escape, which the BCL refuses, becomes U+FFFD.</summary>
internal static class WireText
{
    public static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped
            ? Decode(reader.ValueSpan, escaped: true) == Encoding.UTF8.GetString(name)
            : reader.ValueSpan.SequenceEqual(name);

    /// <param name="value">The token's bytes between the quotes, already checked by the JSON reader.</param>
    /// <param name="escaped">Whether they hold backslash escapes.</param>
    public static string Decode(ReadOnlySpan<byte> value, bool escaped)
    {
        if (!escaped)
        {
            return Encoding.UTF8.GetString(value);
        }

        var text = Encoding.UTF8.GetString(value);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                result.Append((char)ushort.Parse(text.AsSpan(i + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                result.Append(text[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
            }
        }

        return ReplaceLoneSurrogates(result);
    }

    private static string ReplaceLoneSurrogates(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
