using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

public sealed partial class SpeechToTextClient
{
    private readonly Pacer _pacer;
    private readonly Task _pump;
    private readonly CancellationTokenSource _stopping = new();
    // Keeps what a connection was sent and what the next one starts from apart.
    private readonly object _linkGate = new();
    private VoxNexusLink? _link;
    private byte? _oddByte;

    private protected override IWireMessage CreateInit() => _options.Init;

    private protected override Task OnOpenedAsync(VoxNexusLink link, bool isReconnect, CancellationToken cancellationToken)
    {
        long start, before;
        lock (_linkGate)
        {
            (start, before) = _audio.Rewind();
            _clock.Restart(start);
            _link = link;
        }

        // What was sent without a partial was silence and needs no repetition; what was never sent is lost for certain.
        var lostFrom = Math.Min(_partialStart ?? before, before);
        ReportLoss(lostFrom, start - lostFrom);
        _partialStart = null;
        _audio.Wake();
        return Task.CompletedTask;
    }

    // The one sender of audio and flushes. It outlives connections; on a broken one it waits for the next.
    private async Task PumpAsync()
    {
        var chunk = new short[Format.Samples(_options.ChunkDuration)];
        using var wire = new PooledBufferWriter();
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var link = Volatile.Read(ref _link);
                var next = link is null ? default : Next(chunk);
                if (next is { Count: 0, Flush: null })
                {
                    var changed = _audio.Changed;
                    link = Volatile.Read(ref _link);
                    next = link is null ? default : Next(chunk);
                    if (next is { Count: 0, Flush: null })
                    {
                        await changed.WaitAsync(_stopping.Token).ConfigureAwait(false);
                        continue;
                    }
                }

                var delay = _pacer.Delay();
                if (delay > TimeSpan.Zero)
                {
                    await _options.TimeProvider.Delay(delay, _stopping.Token).ConfigureAwait(false);
                    continue;
                }

                await SendAsync(link!, chunk.AsMemory(0, next.Count), next.Position, next.Flush, wire).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private (long Position, int Count, PendingFlush? Flush) Next(Span<short> chunk)
    {
        var next = _audio.Next(chunk, out var lost);
        ReportLoss(lost.Start, lost.Count);
        return next;
    }

    private async ValueTask SendAsync(VoxNexusLink link, ReadOnlyMemory<short> chunk, long position, PendingFlush? flush, PooledBufferWriter wire)
    {
        try
        {
            if (!chunk.IsEmpty)
            {
                wire.Clear();
                WriteAudio(chunk.Span, wire);
                var type = _options.BinaryAudio ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
                await link.SendAsync(wire.WrittenMemory, type, link.Closing).ConfigureAwait(false);
            }

            if (!TryNote(link, position, chunk.Length, flush))
            {
                return;
            }

            if (flush is not null)
            {
                await link.SendAsync(CommandMessage.Flush, link.Closing).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is RealtimeException or OperationCanceledException)
        {
            Interlocked.CompareExchange(ref _link, null, link);
            return;
        }

        _pacer.Sent(chunk.Length);
    }

    /// <summary>Notes what the service has, a flush before it is sent: its answer may be here before the sending returns.</summary>
    /// <returns>False when a new connection began meanwhile, which starts over from the last final.</returns>
    private bool TryNote(VoxNexusLink link, long position, int count, PendingFlush? flush)
    {
        lock (_linkGate)
        {
            if (!ReferenceEquals(_link, link))
            {
                return false;
            }

            _clock.Sent(position, count);
            if (flush is not null)
            {
                _clock.Flush(position + count);
            }

            _audio.Sent(position, count, flush);
            return true;
        }
    }

    private void WriteAudio(ReadOnlySpan<short> samples, PooledBufferWriter wire)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Samples are sent as they lie in memory, little-endian.");
        }

        var bytes = MemoryMarshal.AsBytes(samples);
        if (_options.BinaryAudio)
        {
            wire.Write(bytes);
        }
        else
        {
            AudioMessage.WriteInput(bytes, wire);
        }
    }

    private int TakeSamples(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        var count = 0;
        if (_oddByte is { } low && !bytes.IsEmpty)
        {
            samples[count++] = (short)(low | (bytes[0] << 8));
            bytes = bytes[1..];
            _oddByte = null;
        }

        if (bytes.Length % 2 != 0)
        {
            _oddByte = bytes[^1];
            bytes = bytes[..^1];
        }

        return count + Pcm16.FromBytes(bytes, samples[count..]);
    }

    // "RI" and "FF" as samples: a WAV file given as raw PCM, the commonest mistake with this service.
    private void WarnOfRiff(ReadOnlySpan<short> samples)
    {
        if (!_checkedForRiff && samples.Length >= 2)
        {
            _checkedForRiff = true;
            if (samples[0] == 0x4952 && samples[1] == 0x4646)
            {
                VoxNexusLog.WavInPcm(Logger);
            }
        }
    }
}
