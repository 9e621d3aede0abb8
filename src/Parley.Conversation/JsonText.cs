using System.Text.Json;

namespace Parley.Conversation;

/// <summary>A look at JSON from outside before any of it is kept.</summary>
public static class JsonText
{
    /// <summary>
    /// Whether every string in it can be read: JSON can write half of a surrogate pair (<c>"\ud800"</c>), which no string can hold, so
    /// that what is kept as it came fails when somebody reads or stores it.
    /// </summary>
    /// <param name="json">JSON in UTF-8.</param>
    /// <exception cref="JsonException">It is malformed otherwise. Not looked for unless something points to surrogates.</exception>
    public static bool IsReadable(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
