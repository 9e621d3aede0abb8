namespace Parley.Conversation.Replies;

/// <summary>How many tokens a text takes, estimated: four characters each in alphabets, one in East Asian scripts.</summary>
internal static class TokenEstimate
{
    public static int Count(string text)
    {
        var wide = 0;
        foreach (var c in text)
        {
            if (c >= '\u2e80')
            {
                wide++;
            }
        }

        return wide + ((text.Length - wide + 3) / 4);
    }
}
