using Parley.Audio;
using Parley.Audio.Wav;

namespace Parley.Samples;

/// <summary>A recording in place of a microphone: a file, then the silence of somebody who waits for an answer.</summary>
internal static class Recording
{
    public static async Task<IAudioSource> OpenAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = await WavSource.OpenAsync(path, cancellationToken);
        var samples = new short[file.TotalSamples!.Value + (2 * file.Format.SampleRate)];
        var count = 0;
        int read;
        while ((read = await file.ReadAsync(samples.AsMemory(count), cancellationToken)) > 0)
        {
            count += read;
        }

        return new MemorySource(file.Format, samples);
    }
}
