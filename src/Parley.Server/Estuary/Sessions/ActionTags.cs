using System.Text;
using System.Text.Json;
using Parley.Conversation.Context;

namespace Parley.Server.Estuary.Sessions;

/// <summary>Actions as the wire has them: typed arguments, or a tag inside the text for clients without <c>client_action</c>.</summary>
internal static class ActionTags
{
    public static string Write(string name, IReadOnlyList<ActionArgument> arguments)
    {
        var tag = new StringBuilder("<action name=\"").Append(Safe(name)).Append('"');
        foreach (var argument in arguments)
        {
            tag.Append(' ').Append(Safe(argument.Name)).Append("=\"").Append(Safe(argument.Value)).Append('"');
        }

        return tag.Append(" />").ToString();
    }

    public static Dictionary<string, JsonElement> Typed(IReadOnlyList<ActionArgument> arguments)
    {
        var typed = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            typed[argument.Name] = Typed(argument.Value);
        }

        return typed;
    }

    private static JsonElement Typed(string value)
    {
        // A number keeps its spelling when it is one as JSON writes it; 007 stays text.
        if (value is "true" or "false" || (value.Length is > 0 and < 30 && (char.IsAsciiDigit(value[^1]) && (char.IsAsciiDigit(value[0]) || value[0] == '-'))))
        {
            try
            {
                using var document = JsonDocument.Parse(value);
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                // Text that only looks like a number.
            }
        }

        using var text = JsonDocument.Parse($"\"{JsonEncodedText.Encode(value)}\"");
        return text.RootElement.Clone();
    }

    private static string Safe(string text) => text.Replace('"', '\'').Replace('<', '(').Replace('>', ')');
}
