using System.IO.Pipelines;

namespace Parley.Testing;

/// <summary>One end of an in-memory two-way byte stream; a full pipe stalls the writer as a full socket would.</summary>
public sealed class DuplexStream : Stream
{
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private volatile bool _closed;

    private DuplexStream(PipeReader input, PipeWriter output)
    {
        _input = input;
        _output = output;
    }

    /// <summary>Creates two connected ends.</summary>
    /// <param name="bufferBytes">How much a writer may be ahead of the reader, each way.</param>
    public static (DuplexStream First, DuplexStream Second) CreatePair(int bufferBytes = 64 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: bufferBytes, resumeWriterThreshold: bufferBytes / 2, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        return (new DuplexStream(back.Reader, there.Writer), new DuplexStream(there.Reader, back.Writer));
    }

    /// <summary>Most bytes that one read gives, for a network that delivers in crumbs; default no limit.</summary>
    public int MaxReadBytes { get; set; } = int.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Breaks the connection without a goodbye: the other end's reads and writes fail.</summary>
    public void Cut()
    {
        var reset = new IOException("The connection was reset.");
        Close(reset);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var result = await _input.ReadAsync(cancellationToken);
        if (result.IsCanceled)
        {
            // Closed on this side while the read was pending, as a socket's read ends when it is closed.
            throw new ObjectDisposedException(nameof(DuplexStream));
        }

        var available = result.Buffer;
        if (buffer.IsEmpty)
        {
            _input.AdvanceTo(available.Start);
            return 0;
        }

        var taken = available.Slice(0, Math.Min(Math.Min(buffer.Length, MaxReadBytes), available.Length));
        var count = 0;
        foreach (var segment in taken)
        {
            segment.CopyTo(buffer[count..]);
            count += segment.Length;
        }

        _input.AdvanceTo(taken.End);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var result = await _output.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new IOException("The other end is gone.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // A pending read or write of this side is woken; the other side sees the end, or the reset.
    private void Close(Exception? error)
    {
        if (!_closed)
        {
            _closed = true;
            _output.CancelPendingFlush();
            _output.Complete(error);
            _input.CancelPendingRead();
            _input.Complete(error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(null);
        }

        base.Dispose(disposing);
    }
}
