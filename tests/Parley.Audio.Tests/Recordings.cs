using Parley.Audio.Resampling;
using Parley.Audio.Wav;

namespace Parley.Audio.Tests;

/// <summary>Human speech of the Debian package pocketsphinx-testdata, installed by the test command.</summary>
internal static class Recordings
{
    private const string Folder = "/usr/share/pocketsphinx/test/data/";

    public static readonly string[] Names =
    [
        "goforward.raw",
        "numbers.raw",
        "something.raw",
        "cards/001.wav",
        "cards/003.wav",
        "librivox/sense_and_sensibility_01_austen_64kb-0870.wav",
        "librivox/sense_and_sensibility_01_austen_64kb-0890.wav",
        "librivox/sense_and_sensibility_01_austen_64kb-0930.wav",
    ];

    /// <summary>The samples, at 16 kHz.</summary>
    public static short[] Read(string name)
    {
        var bytes = File.ReadAllBytes(Folder + name);
        var samples = new short[bytes.Length];
        if (name.EndsWith(".raw", StringComparison.Ordinal))
        {
            return samples[..Pcm16.FromBytes(bytes, samples)];
        }

        var decoder = new WavDecoder();
        samples = samples[..decoder.Decode(bytes, samples)];
        decoder.Format!.Value.SampleRate.ShouldBe(16_000);
        return samples;
    }

    public static short[] Read(string name, int sampleRate)
    {
        var samples = Read(name);
        var resampler = new Resampler(16_000, sampleRate);
        var output = new short[resampler.MaxOutputLength(samples.Length)];
        var written = resampler.Process(samples, output);
        return output[..(written + resampler.Flush(output.AsSpan(written)))];
    }
}
