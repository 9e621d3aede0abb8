namespace Parley.SocketIo.Packets;

/// <summary>A whole packet and the pooled bytes it lies in. The owner of the packet disposes it, once.</summary>
internal sealed class ReceivedPacket : IDisposable
{
    private List<PooledBuffer>? _attachmentBuffers;
    private List<ReadOnlyMemory<byte>>? _attachments;
    private PooledBuffer? _text;

    public SocketIoPacket Packet { get; private set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Attachments => _attachments ?? (IReadOnlyList<ReadOnlyMemory<byte>>)[];

    /// <summary>Bytes of memory it holds.</summary>
    public int Size
    {
        get
        {
            var size = _text?.Capacity ?? 0;
            foreach (var buffer in _attachmentBuffers ?? [])
            {
                size += buffer.Capacity;
            }

            return size;
        }
    }

    public bool IsWhole => Attachments.Count == Packet.AttachmentCount;

    public SocketIoArguments Arguments => Packet.GetArguments(Attachments);

    public void Start(in SocketIoPacket packet, PooledBuffer text)
    {
        Packet = packet;
        _text = text;
    }

    public void Attach(PooledBuffer buffer, int offset)
    {
        (_attachmentBuffers ??= []).Add(buffer);
        (_attachments ??= []).Add(buffer.WrittenMemory[offset..]);
    }

    public void Dispose()
    {
        _text?.Dispose();
        _text = null;
        Packet = default;
        if (_attachmentBuffers is not null)
        {
            foreach (var buffer in _attachmentBuffers)
            {
                buffer.Dispose();
            }

            _attachmentBuffers.Clear();
            _attachments!.Clear();
        }
    }
}
