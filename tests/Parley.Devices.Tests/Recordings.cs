using Parley.Audio;
using Parley.Audio.Wav;

namespace Parley.Devices.Tests;

/// <summary>Human speech at 16 kHz of the Debian package pocketsphinx-testdata, installed by the test command.</summary>
internal static class Recordings
{
    public static short[] Read(params string[] names) => [.. names.SelectMany(Read)];

    private static short[] Read(string name)
    {
        var bytes = File.ReadAllBytes("/usr/share/pocketsphinx/test/data/" + name);
        var samples = new short[bytes.Length];
        var count = name.EndsWith(".raw", StringComparison.Ordinal) ? Pcm16.FromBytes(bytes, samples) : new WavDecoder().Decode(bytes, samples);
        return samples[..count];
    }
}
