using System.Threading.Channels;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>
/// One utterance on its way from text messages to audio. The receive loop (and the auto-flush timer) add pieces under the
/// session's lock, the speaking loop reads them.
/// </summary>
internal sealed class Utterance(RealtimeSettings settings, string? id, CancellationToken cancelled)
{
    // Bounded by the greatest length of an utterance's text and the flush commands the message rate lets through.
    private readonly Channel<Piece> _pieces = Channel.CreateUnbounded<Piece>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    public RealtimeSettings Settings { get; } = settings;

    /// <summary>The client's <c>utterance_id</c>; null when it gave none.</summary>
    public string? Id { get; } = id;

    /// <summary>Cancelled by <c>cancel</c>: nothing more of it is sent.</summary>
    public CancellationToken Cancelled { get; } = cancelled;

    public TextAccumulator Text { get; } = new(settings.Join);

    /// <summary>Unicode scalar values received.</summary>
    public int Length { get; set; }

    /// <summary>Whether the client has ended it.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Whether the speaking loop has reached it.</summary>
    public bool HasStarted { get; set; }

    public ChannelReader<Piece> Pieces => _pieces.Reader;

    public void Add(Piece piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>The client has ended it: one final frame is owed.</summary>
    public void Finish()
    {
        IsFinal = true;
        _pieces.Writer.TryComplete();
    }

    /// <summary>It ends without the client: no final frame.</summary>
    public void Abandon() => _pieces.Writer.TryComplete();

    /// <summary>A sentence to speak, or a <c>flush</c> to answer once all before it has been sent.</summary>
    /// <param name="Text">The sentence; null for a flush.</param>
    public readonly record struct Piece(string? Text);
}
