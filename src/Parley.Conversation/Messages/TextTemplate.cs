using System.Text.RegularExpressions;

namespace Parley.Conversation.Messages;

/// <summary>Fills <c>{{char}}</c> and <c>{{user}}</c> into texts; blanks inside the braces and case do not matter. Other braces stay.</summary>
internal static partial class TextTemplate
{
    public static string Fill(string text, string character, string user) => text.Contains("{{", StringComparison.Ordinal)
        ? Placeholder().Replace(text, match => match.Groups["name"].Value.Equals("char", StringComparison.OrdinalIgnoreCase) ? character : user)
        : text;

    [GeneratedRegex(@"\{\{\s*(?<name>char|user)\s*\}\}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
