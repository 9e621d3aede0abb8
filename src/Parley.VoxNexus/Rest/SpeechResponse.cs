using System.Buffers;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Realtime;

namespace Parley.VoxNexus;

/// <summary>The answer of <c>POST /v1/tts</c>: facts from its headers, and audio that arrives while it is read. Dispose it.</summary>
public sealed class SpeechResponse : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal SpeechResponse(HttpResponseMessage response, Stream audio)
    {
        _response = response;
        Audio = audio;
    }

    /// <summary>The service's name for the request; empty when it gave none.</summary>
    public string RequestId => Header("X-Request-ID") ?? string.Empty;

    /// <summary>The voice that spoke; null when the service does not say.</summary>
    public string? VoiceId => Header("X-Voice-ID");

    /// <summary>The language spoken; null when the service does not say.</summary>
    public string? Language => Header("X-Language");

    /// <summary><c>wav</c>, <c>pcm</c> …; null when the service does not say.</summary>
    public string? Format => Header("X-Audio-Format");

    /// <summary>Hertz; null when the service does not say.</summary>
    public int? SampleRate => int.TryParse(Header("X-Sample-Rate"), out var rate) ? rate : null;

    /// <summary>Length, when the service knew it before it began; null otherwise.</summary>
    public TimeSpan? Duration => long.TryParse(Header("X-Duration-Ms"), out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>The audio's bytes as they are.</summary>
    public Stream Audio { get; }

    /// <summary>Reads a WAV answer to its end.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The samples and their format.</returns>
    /// <exception cref="AudioFormatException">The answer is not WAV.</exception>
    /// <exception cref="ConnectionException">The service broke off.</exception>
    public async Task<(short[] Samples, PcmFormat Format)> ReadWavAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var reader = await WavReader.OpenAsync(Audio, leaveOpen: true, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var all = new ArrayBufferWriter<short>(reader.Format.SampleRate);
                int count;
                while ((count = await reader.ReadAsync(all.GetMemory(4096), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    all.Advance(count);
                }

                return (all.WrittenSpan.ToArray(), reader.Format);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw ConnectionException.FromClose(null, null, e);
        }
    }

    /// <summary>Writes the bytes to a file as they come.</summary>
    /// <param name="path">Created or replaced.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConnectionException">The service broke off.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 4096, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                await Audio.CopyToAsync(file, 16 * 1024, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException e)
            {
                throw ConnectionException.FromClose(null, null, e);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Audio.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }

    private string? Header(string name) => _response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
