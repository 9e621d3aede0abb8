namespace Parley.Estuary.Wire;

/// <summary><c>bot_response</c>: a piece of an answer's text, or its end.</summary>
public sealed record BotResponseMessage
{
    /// <summary>Not final: this piece (some servers: everything so far). Final: the complete text.</summary>
    public string Text { get; set; } = "";

    /// <summary>Whether this is the message's one and last event.</summary>
    public bool IsFinal { get; set; }

    /// <summary>This piece as text, or a flag for clients that read one.</summary>
    public PartialText Partial { get; set; }

    /// <summary>The message, shared with its <c>bot_voice</c>.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>From 0, growing by one, the final one included.</summary>
    public int ChunkIndex { get; set; }

    /// <summary>Whether nobody asked for the message.</summary>
    public bool IsInterjection { get; set; }

    /// <summary>Whether pieces are tokens instead of sentences; null when not said.</summary>
    public bool? TokenStream { get; set; }
}
