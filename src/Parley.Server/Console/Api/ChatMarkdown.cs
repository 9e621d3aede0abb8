using System.Globalization;
using System.Text;
using Parley.Server.Console.Api.Documents;

namespace Parley.Server.Console.Api;

/// <summary>A chat for people to read: one paragraph a message, what was not heard struck through.</summary>
internal static class ChatMarkdown
{
    public static string Write(ChatDocument chat)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Line(chat.Title ?? chat.Characters[0].Name)).Append("\n\n");
        text.Append('*').Append(Line(string.Join(", ", chat.Characters.Select(c => c.Name)))).Append(", ").Append(Time(chat.CreatedAt)).Append("*\n");
        foreach (var message in chat.Messages)
        {
            text.Append("\n**").Append(Line(message.Name.Length > 0 ? message.Name : message.Role)).Append("** (").Append(Time(message.At)).Append("): ");
            text.Append(message.CutAt is { } cut ? $"{message.Text[..cut]} ~~{Line(message.Unheard!)}~~" : message.Text).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
