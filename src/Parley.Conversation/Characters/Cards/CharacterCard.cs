using System.Text;

namespace Parley.Conversation.Characters.Cards;

/// <summary>
/// Reads and writes Character Cards V2 and V3, as JSON or inside a PNG picture. Fields Parley does not know survive the round trip.
/// What is Parley's own stands in <c>extensions.parley</c>.
/// </summary>
public static class CharacterCard
{
    /// <summary>Largest card file: 32 MiB.</summary>
    public const int MaxFileLength = 32 * 1024 * 1024;

    /// <summary>Largest JSON in it, after decoding and decompression: 8 MiB.</summary>
    public const int MaxJsonLength = 8 * 1024 * 1024;

    /// <summary>Reads a card: JSON of version 1, 2 or 3, or a PNG that holds one.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <returns>The character, with the card's own id or one made from its content, and the picture if it is in one.</returns>
    /// <exception cref="ConversationException">It is no card, or larger than allowed (<see cref="ConversationErrors.InvalidCard"/>).</exception>
    public static (Character Character, CharacterPicture? Picture) Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxFileLength)
        {
            throw Invalid("The card is larger than 32 MiB.");
        }

        if (!PngText.IsPng(file.Span))
        {
            return (CardReader.Read(file), null);
        }

        var texts = PngText.Read(file.Span, ["ccv3", "chara"]);
        var text = texts.GetValueOrDefault("ccv3") ?? texts.GetValueOrDefault("chara") ?? throw Invalid("The picture holds no character card.");
        byte[] json;
        try
        {
            json = Convert.FromBase64String(Encoding.Latin1.GetString(text));
        }
        catch (FormatException error)
        {
            throw new ConversationException(ConversationErrors.InvalidCard, "The picture's character card is not valid base64.", innerException: error);
        }

        return (CardReader.Read(json), new CharacterPicture("image/png", file));
    }

    /// <summary>Writes a card as JSON in UTF-8.</summary>
    public static byte[] WriteJson(Character character, CardFormat format = CardFormat.V3)
    {
        ArgumentNullException.ThrowIfNull(character);
        return CardWriter.Write(character, format);
    }

    /// <summary>Writes a card into a PNG picture, in both versions so that every reader finds one.</summary>
    /// <param name="character">The character.</param>
    /// <param name="picture">The picture; null or one that is no PNG is replaced by a plain one.</param>
    public static byte[] WritePng(Character character, CharacterPicture? picture = null)
    {
        ArgumentNullException.ThrowIfNull(character);
        var png = picture is not null && PngText.IsPng(picture.Data.Span) ? picture.Data : PlainPng.Create(character.Name);
        return PngText.Write(
            png.Span,
            [
                ("chara", Encoding.Latin1.GetBytes(Convert.ToBase64String(CardWriter.Write(character, CardFormat.V2)))),
                ("ccv3", Encoding.Latin1.GetBytes(Convert.ToBase64String(CardWriter.Write(character, CardFormat.V3)))),
            ]);
    }

    internal static ConversationException Invalid(string message) => new(ConversationErrors.InvalidCard, message);
}
