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

    // Read by the speaking loop without the lock.
    private volatile bool _isFinal;

    public RealtimeSettings Settings { get; } = settings;

    /// <summary>The client's <c>utterance_id</c>; null when it gave none.</summary>
    public string? Id { get; } = id;

    /// <summary>Cancelled by <c>cancel</c>: nothing more of it is sent.</summary>
    public CancellationToken Cancelled { get; } = cancelled;

    public TextAccumulator Text { get; } = new(settings.Join);

    /// <summary>Unicode scalar values received.</summary>
    public int Length { get; set; }

    /// <summary>Whether the client has ended it: all that is still to come is on its way.</summary>
    public bool IsFinal => _isFinal;

    /// <summary>Whether the speaking loop has reached it.</summary>
    public bool HasStarted { get; set; }

    public ChannelReader<Piece> Pieces => _pieces.Reader;

    public void Add(Piece piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>The client has ended it: the last pieces are added now, and <see cref="Complete"/> follows at once.</summary>
    public void BeginFinal() => _isFinal = true;

    /// <summary>No pieces follow. One final frame is owed when <see cref="BeginFinal"/> came before, else none.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    /// <summary>A sentence to speak, or a <c>flush</c> to answer once all before it has been sent.</summary>
    /// <param name="Text">The sentence; null for a flush.</param>
    public readonly record struct Piece(string? Text);
}
