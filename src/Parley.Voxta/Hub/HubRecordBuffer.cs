using System.Buffers;

namespace Parley.Voxta.Hub;

/// <summary>
/// Cuts received bytes into records, each ended by 0x1E. Records that lie whole in what was appended are not copied.
/// Not thread-safe.
/// </summary>
public sealed class HubRecordBuffer : IDisposable
{
    /// <summary>The byte that ends every record.</summary>
    public const byte Terminator = 0x1E;

    private readonly int _maxRecordBytes;
    private byte[] _held = [];
    private int _heldLength;
    private bool _releaseHeld;
    private ReadOnlyMemory<byte> _incoming;

    /// <summary>Creates a buffer.</summary>
    /// <param name="maxRecordBytes">Longest record accepted, in bytes; default 16 MiB, what base64 pictures need.</param>
    public HubRecordBuffer(int maxRecordBytes = 16 * 1024 * 1024) => _maxRecordBytes = maxRecordBytes;

    /// <summary>Whether bytes of an unfinished record are held.</summary>
    public bool HasPartialRecord => _heldLength > 0 && !_releaseHeld;

    /// <summary>Adds received bytes; all records of the bytes before must have been read.</summary>
    /// <param name="bytes">Must stay as they are until <see cref="TryRead"/> has returned false.</param>
    public void Append(ReadOnlyMemory<byte> bytes) => _incoming = bytes;

    /// <summary>Takes the next whole record.</summary>
    /// <param name="record">Valid until the next call.</param>
    /// <returns>False when no whole record is left; the rest is kept for later.</returns>
    /// <exception cref="HubProtocolException">A record is longer than allowed.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> record)
    {
        if (_releaseHeld)
        {
            Release();
        }

        var end = _incoming.Span.IndexOf(Terminator);
        if (end < 0)
        {
            Hold(_incoming.Span);
            _incoming = default;
            record = default;
            return false;
        }

        if (_heldLength == 0)
        {
            EnsureLength(end);
            record = _incoming[..end];
        }
        else
        {
            Hold(_incoming.Span[..end]);
            record = _held.AsMemory(0, _heldLength);
            _releaseHeld = true;
        }

        _incoming = _incoming[(end + 1)..];
        return true;
    }

    /// <summary>Takes the bytes of an unfinished record as if it had been ended: some clients leave the handshake's terminator out.</summary>
    public ReadOnlyMemory<byte> TakePartialRecord()
    {
        _releaseHeld = true;
        return _held.AsMemory(0, _heldLength);
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose() => Release();

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        EnsureLength(_heldLength + bytes.Length);
        if (_held.Length < _heldLength + bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_heldLength + bytes.Length);
            _held.AsSpan(0, _heldLength).CopyTo(larger);
            ReturnHeld();
            _held = larger;
        }

        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += bytes.Length;
    }

    private void EnsureLength(int length)
    {
        if (length > _maxRecordBytes)
        {
            throw new HubProtocolException($"A record is longer than {_maxRecordBytes} bytes.");
        }
    }

    private void Release()
    {
        ReturnHeld();
        _held = [];
        _heldLength = 0;
        _releaseHeld = false;
    }

    private void ReturnHeld()
    {
        if (_held.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_held);
        }
    }
}
