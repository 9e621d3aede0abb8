using Parley.Audio;
using Parley.Audio.Resampling;

namespace Parley.Devices.Native;

/// <summary>
/// An open one-channel stream of a device, read or written in blocks of 10 ms by one thread. Opened at the wanted rate or, where the
/// device refuses that, at its own.
/// </summary>
internal sealed unsafe class DeviceStream : IDisposable
{
    // What a sound server or a USB device can keep without drop-outs, and a listener does not notice at a barge-in.
    private const double LeastLatency = 0.02;

    private readonly IntPtr _stream;
    private bool _disposed;

    private DeviceStream(IntPtr stream, int sampleRate)
    {
        _stream = stream;
        SampleRate = sampleRate;
        BlockLength = sampleRate / 100;
    }

    /// <summary>The rate the device runs at, in hertz.</summary>
    public int SampleRate { get; }

    public int BlockLength { get; }

    public static DeviceStream Open(string? name, bool input, int sampleRate)
    {
        PortAudio.Acquire();
        try
        {
            lock (PortAudio.Gate)
            {
                var device = AudioDevices.Choose(name, input);
                var result = TryOpen(device, input, sampleRate, out var stream);
                if (result == PortAudio.InvalidSampleRate && device.DefaultSampleRate is >= PcmFormat.MinSampleRate and <= PcmFormat.MaxSampleRate)
                {
                    sampleRate = device.DefaultSampleRate;
                    result = TryOpen(device, input, sampleRate, out stream);
                }

                PortAudio.Check(result);
                return new DeviceStream(stream, sampleRate);
            }
        }
        catch
        {
            PortAudio.Release();
            throw;
        }
    }

    /// <summary>A resampler from one rate to another; null when they are the same.</summary>
    public static Resampler? ResamplerBetween(int from, int to) => from == to ? null : new Resampler(from, to);

    /// <summary>Waits for the next block. False when the device dropped samples before it.</summary>
    public bool Read(Span<short> block)
    {
        fixed (short* samples = block)
        {
            return Succeeded(PortAudio.Library.ReadStream(_stream, samples, (nuint)block.Length), PortAudio.InputOverflowed);
        }
    }

    /// <summary>Waits until the device takes a block. False when it ran dry before it.</summary>
    public bool Write(ReadOnlySpan<short> block)
    {
        fixed (short* samples = block)
        {
            return Succeeded(PortAudio.Library.WriteStream(_stream, samples, (nuint)block.Length), PortAudio.OutputUnderflowed);
        }
    }

    /// <summary>How many samples the device would take without waiting.</summary>
    public int WriteAvailable => (int)Math.Max(0, PortAudio.Library.GetStreamWriteAvailable(_stream));

    /// <summary>Stops at once and closes. On the thread that reads or writes, or when it has ended.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        lock (PortAudio.Gate)
        {
            PortAudio.Library.AbortStream(_stream);
            PortAudio.Library.CloseStream(_stream);
        }

        PortAudio.Release();
    }

    private static bool Succeeded(int result, int dropOut)
    {
        if (result >= 0)
        {
            return true;
        }

        return result == dropOut ? false : throw PortAudio.Failure(result);
    }

    private static int TryOpen(AudioDevice device, bool input, int sampleRate, out IntPtr stream)
    {
        var parameters = new PaStreamParameters
        {
            Device = device.Index,
            ChannelCount = 1,
            SampleFormat = PortAudio.Int16,
            SuggestedLatency = Math.Max(LeastLatency, input ? device.LowInputLatency : device.LowOutputLatency),
        };
        IntPtr opened = default;
        var result = PortAudio.Library.OpenStream(
            &opened, input ? &parameters : null, input ? null : &parameters, sampleRate, (nuint)(sampleRate / 100), PortAudio.ClipAndDitherOff, IntPtr.Zero, IntPtr.Zero);
        stream = opened;
        if (result < 0)
        {
            return result;
        }

        result = PortAudio.Library.StartStream(opened);
        if (result < 0)
        {
            PortAudio.Library.CloseStream(opened);
        }

        return result;
    }
}
