namespace Parley.Conversation;

/// <summary>What one tenant may store of characters, and again of scenarios: every list of them is made from all.</summary>
public static class LibraryLimits
{
    /// <summary>Records: 1,000.</summary>
    public const int MaxItems = 1_000;

    /// <summary>UTF-16 units of all records as JSON: 32 Mi.</summary>
    public const long MaxLength = 32L << 20;

    /// <summary>Bytes of all pictures of characters: 1 GiB.</summary>
    public const long MaxPictureBytes = 1L << 30;

    /// <summary>Refuses a record for which there is no room.</summary>
    /// <param name="others">Records there are besides it.</param>
    /// <param name="othersLength">Their length.</param>
    /// <param name="length">Its own.</param>
    /// <exception cref="ConversationException">There is no room (<see cref="ConversationErrors.LimitReached"/>).</exception>
    public static void Check(long others, long othersLength, long length)
    {
        if (others >= MaxItems || othersLength + length > MaxLength)
        {
            throw new ConversationException(ConversationErrors.LimitReached, $"There is no room for it: at most {MaxItems} may be stored, with 32 Mi characters in all.");
        }
    }
}
