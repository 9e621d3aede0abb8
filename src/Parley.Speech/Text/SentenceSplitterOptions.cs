namespace Parley.Speech.Text;

/// <summary>How a <see cref="SentenceSplitter"/> cuts text that is spoken while it still grows.</summary>
public sealed record SentenceSplitterOptions
{
    /// <summary>
    /// The first piece may already end at a clause mark (comma, semicolon, colon, dash) once it has this many characters, so that
    /// the voice starts sooner; default null: whole sentences only. 20 to 40 is a good value for a conversation.
    /// </summary>
    public int? FirstClauseLength { get; init; }

    /// <summary>
    /// A sentence that grows longer is cut at its last clause mark, else its last white space, else at a character boundary;
    /// 40 to 10,000 UTF-16 units, default 400. Engines answer late when fed whole paragraphs.
    /// </summary>
    public int MaxLength { get; init; } = 400;
}
