using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Audio;

/// <summary>
/// Conversions of signed 16-bit samples: to and from little-endian bytes and to and from floating point, where full scale is 1.
/// Thread-safe; nothing is allocated.
/// </summary>
public static class Pcm16
{
    private const float Scale = 32768f;

    /// <summary>Reads little-endian samples.</summary>
    /// <param name="bytes">Any length; an odd last byte is left alone.</param>
    /// <param name="samples">Room for <c>bytes.Length / 2</c> samples.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static int FromBytes(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        var count = bytes.Length / PcmFormat.BytesPerSample;
        CheckRoom(count, samples.Length, nameof(samples));
        bytes[..(count * PcmFormat.BytesPerSample)].CopyTo(MemoryMarshal.AsBytes(samples));
        if (!BitConverter.IsLittleEndian)
        {
            Swap(samples[..count]);
        }

        return count;
    }

    /// <summary>Writes samples as little-endian bytes.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="bytes">Room for <c>samples.Length * 2</c> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is too short.</exception>
    public static int ToBytes(ReadOnlySpan<short> samples, Span<byte> bytes)
    {
        var count = samples.Length * PcmFormat.BytesPerSample;
        CheckRoom(count, bytes.Length, nameof(bytes));
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(samples).CopyTo(bytes);
            return count;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(i * PcmFormat.BytesPerSample)..], samples[i]);
        }

        return count;
    }

    /// <summary>Converts to floating point: -32,768 becomes -1, 32,767 a little less than 1.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="floats">Room for as many values.</param>
    /// <exception cref="ArgumentException"><paramref name="floats"/> is too short.</exception>
    public static void ToFloat(ReadOnlySpan<short> samples, Span<float> floats)
    {
        CheckRoom(samples.Length, floats.Length, nameof(floats));
        var done = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var source = MemoryMarshal.Cast<short, Vector<short>>(samples);
            var target = MemoryMarshal.Cast<float, Vector<float>>(floats);
            for (var i = 0; i < source.Length; i++)
            {
                Vector.Widen(source[i], out var low, out var high);
                target[2 * i] = Vector.ConvertToSingle(low) * (1 / Scale);
                target[(2 * i) + 1] = Vector.ConvertToSingle(high) * (1 / Scale);
            }

            done = source.Length * Vector<short>.Count;
        }

        for (; done < samples.Length; done++)
        {
            floats[done] = samples[done] * (1 / Scale);
        }
    }

    /// <summary>Converts from floating point, rounding to the nearest sample. Values outside ±1 are clamped, NaN becomes silence.</summary>
    /// <param name="floats">The values.</param>
    /// <param name="samples">Room for as many samples.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static void FromFloat(ReadOnlySpan<float> floats, Span<short> samples)
    {
        CheckRoom(floats.Length, samples.Length, nameof(samples));
        for (var i = 0; i < floats.Length; i++)
        {
            samples[i] = FromFloat(floats[i]);
        }
    }

    /// <summary>Converts one value; see <see cref="FromFloat(ReadOnlySpan{float}, Span{short})"/>.</summary>
    public static short FromFloat(float value) => Clamp(value * Scale);

    /// <summary>Multiplies samples by a gain in place, clamping at full scale.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="gain">Linear factor; 1 changes nothing, 2 adds 6 dB.</param>
    public static void Amplify(Span<short> samples, float gain)
    {
        if (gain == 1f)
        {
            return;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = Clamp(samples[i] * gain);
        }
    }

    internal static short Clamp(float value)
    {
        // NaN fails both comparisons and converts to an unspecified value, so it is answered first.
        if (float.IsNaN(value))
        {
            return 0;
        }

        if (value >= short.MaxValue)
        {
            return short.MaxValue;
        }

        return value <= short.MinValue ? short.MinValue : (short)MathF.Round(value);
    }

    private static void Swap(Span<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReverseEndianness(samples[i]);
        }
    }

    private static void CheckRoom(int needed, int room, string parameter)
    {
        if (room < needed)
        {
            throw new ArgumentException($"Room for {needed} elements is needed, {room} is there.", parameter);
        }
    }
}
