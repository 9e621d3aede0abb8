using System.Buffers;
using Parley.Audio;
using Parley.Audio.Wav;

namespace Parley.VoxNexus;

// The client's side: called by its read loop, and by its reconnect while no read loop runs.
public sealed partial class SpeechUtterance
{
    private readonly bool _isWav;
    private WavDecoder? _wav;
    private byte? _oddByte;
    private long _toSkip;

    private readonly List<(string Text, bool IsFinal)> _sent = [];

    /// <summary>Whether its end has been sent.</summary>
    internal bool IsFinalSent { get; set; }

    /// <summary>The link that has some of its text; null while none has.</summary>
    internal object? OpenOn { get; set; }

    /// <summary>The cancel that covers it whole, counted from 1: the answer to that one stands for its final frame. 0 for none.</summary>
    internal int CancelNumber { get; set; }

    internal bool IsDiscarded => _discarded;

    internal bool IsEnded => _completion.Task.IsCompleted;

    /// <summary>Takes bytes off the wire, however they are cut.</summary>
    internal void Receive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || IsEnded || _discarded)
        {
            return;
        }

        var samples = ArrayPool<short>.Shared.Rent(bytes.Length + 1);
        var count = _wav is { } wav ? wav.Decode(bytes, samples) : DecodePcm(bytes, samples);
        var skipped = (int)Math.Min(_toSkip, count);
        _toSkip -= skipped;
        count -= skipped;
        if (count == 0)
        {
            ArrayPool<short>.Shared.Return(samples);
            return;
        }

        samples.AsSpan(skipped, count).CopyTo(samples);
        ReceivedSamples += count;
        _budget.Add(count);
        if (!_chunks.Writer.TryWrite((samples, count)))
        {
            Free(samples, count);
        }
        else if (_discarded)
        {
            Discard();
        }
    }

    /// <summary>Keeps a piece of text to be sent again after a reconnect.</summary>
    internal void Record(string text, bool isFinal)
    {
        lock (_sent)
        {
            if (!IsEnded)
            {
                _sent.Add((text, isFinal));
            }
        }
    }

    internal void Forget()
    {
        lock (_sent)
        {
            _sent.Clear();
        }
    }

    internal (string Text, bool IsFinal)[] Recorded()
    {
        lock (_sent)
        {
            return [.. _sent];
        }
    }

    internal void Complete()
    {
        Forget();
        _chunks.Writer.TryComplete();
        _completion.TrySetResult(true);
    }

    internal void Fail(Exception error)
    {
        Forget();
        _chunks.Writer.TryComplete(error);
        if (_completion.TrySetException(error))
        {
            // Whoever reads sees it; nobody need look at the task.
            _ = _completion.Task.Exception;
        }
    }

    internal void Cancel()
    {
        Forget();
        _chunks.Writer.TryComplete(new OperationCanceledException("The utterance was cancelled."));
        _completion.TrySetCanceled();
    }

    /// <summary>Makes ready for the same audio from its beginning; what was received is skipped.</summary>
    internal void Restart()
    {
        _toSkip = ReceivedSamples;
        _oddByte = null;
        _wav = _isWav ? new WavDecoder() : null;
    }

    private int DecodePcm(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        var count = 0;
        if (_oddByte is { } low)
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
}
