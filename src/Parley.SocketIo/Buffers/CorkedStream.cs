namespace Parley.SocketIo;

/// <summary>
/// A duplex stream that can hold its writes back and send them as one. Reads pass through. Writers may be concurrent (a
/// WebSocket answers pings and closes from its read side).
/// </summary>
internal sealed class CorkedStream(Stream inner) : Stream
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly object _gate = new();
    private PooledBuffer _held = new();
    private PooledBuffer _spare = new();
    private bool _corked;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Cork()
    {
        lock (_gate)
        {
            _corked = true;
        }
    }

    public ValueTask UncorkAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _corked = false;
        }

        return SendHeldAsync(cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _held.Append(buffer.Span);
            if (_corked)
            {
                return default;
            }
        }

        return SendHeldAsync(cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            PooledBuffer batch;
            lock (_gate)
            {
                if (_held.Length == 0)
                {
                    return;
                }

                batch = _held;
                _held = _spare;
                _spare = batch;
            }

            try
            {
                await inner.WriteAsync(batch.WrittenMemory, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                batch.Dispose();
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
