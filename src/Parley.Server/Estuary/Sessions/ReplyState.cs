using System.Text;

namespace Parley.Server.Estuary.Sessions;

/// <summary>What a client has been told of one message.</summary>
internal sealed class ReplyState(Guid messageId, long turnId)
{
    public Guid MessageId => messageId;

    public string WireId { get; } = MessageIds.Write(messageId);

    public long TurnId => turnId;

    public StringBuilder Text { get; } = new();

    public int TextChunks { get; set; }

    public int AudioChunks { get; set; }

    public bool IsInterjection { get; set; }

    /// <summary>Whether audio is to come.</summary>
    public bool IsSpoken { get; set; }

    /// <summary>The final text, held back until the first audio is out.</summary>
    public string? Held { get; set; }

    public bool IsFinalSent { get; set; }

    public bool IsInterrupted { get; set; }
}
