using System.Buffers;
using System.Runtime.CompilerServices;
using Parley.Audio.Resampling;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>One request being spoken by a service. Bytes are read when the reader asks for audio, so a slow reader slows the service.</summary>
internal sealed class OpenAiSpeech(OpenAiConnection connection, string voice, SynthesisRequest request)
{
    private const int ReadLength = 8_192;

    private readonly OpenAiSpeechOptions _options = connection.Options;

    /// <summary>Factor on the pitch: the service is asked to speak slower by it, and what it says is played faster.</summary>
    private readonly double _pitch = Math.Pow(2, request.Pitch / 12);

    /// <summary>The audio as it comes. Call once.</summary>
    public async IAsyncEnumerable<SynthesisChunk> ReadAsync(IReadOnlyList<(string Piece, int Offset)> pieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var assembler = new ChunkAssembler(_options.SampleRate, (float)request.Volume, holdsLast: true);
        foreach (var (piece, offset) in pieces)
        {
            await connection.AcquireAsync(cancellationToken);
            var bytes = ArrayPool<byte>.Shared.Rent(ReadLength);
            var samples = ArrayPool<short>.Shared.Rent(ReadLength + 16);
            try
            {
                using var deadline = new RepeatedDeadline(connection.TimeProvider, cancellationToken, connection.Closing);
                deadline.Set(_options.FirstByteTimeout);
                using var response = await AskAsync(piece, deadline, cancellationToken);
                await using var body = await response.Content.ReadAsStreamAsync(CancellationToken.None);
                var audio = new RemoteAudio(_options.Id, _options.ResponseFormat == "wav", _options.SampleRate);
                var origin = assembler.Taken;
                Resampler? resampler = null;
                var isEnded = false;
                while (!isEnded)
                {
                    var read = await ReadSomeAsync(body, bytes, deadline, cancellationToken);
                    isEnded = read == 0;
                    var count = isEnded ? audio.Complete(samples) : audio.Decode(bytes.AsSpan(0, read), samples);
                    if (count == 0 && !isEnded)
                    {
                        continue;
                    }

                    resampler ??= new Resampler(PlayedRate(audio.SampleRate), _options.SampleRate);
                    var converted = Convert(resampler, samples.AsSpan(0, count), isEnded);
                    try
                    {
                        for (var at = 0; TakeChunk(assembler, converted, ref at, out var chunk);)
                        {
                            try
                            {
                                yield return new SynthesisChunk(chunk.Buffer.AsMemory(0, chunk.Length), _options.SampleRate, chunk.Words);
                            }
                            finally
                            {
                                ArrayPool<short>.Shared.Return(chunk.Buffer);
                            }

                            cancellationToken.ThrowIfCancellationRequested();
                        }
                    }
                    finally
                    {
                        ArrayPool<short>.Shared.Return(converted.Array!);
                    }
                }

                if (assembler.Taken == origin)
                {
                    throw RemoteSynthesis.NotSpeech(_options.Id);
                }

                assembler.AddWords(EstimatedWords.Share(request.Text, offset, piece.Length, Time(origin), Time(assembler.Taken - origin)));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
                ArrayPool<short>.Shared.Return(samples);
                connection.Release();
            }
        }

        if (assembler.TryFlush(out var last))
        {
            try
            {
                yield return new SynthesisChunk(last.Buffer.AsMemory(0, last.Length), _options.SampleRate, last.Words);
            }
            finally
            {
                ArrayPool<short>.Shared.Return(last.Buffer);
            }
        }
    }

    private static bool TakeChunk(ChunkAssembler assembler, ArraySegment<short> samples, ref int at, out PooledChunk chunk)
    {
        ReadOnlySpan<short> rest = samples.AsSpan(at);
        var isComplete = assembler.TryTake(ref rest, out chunk);
        at = samples.Count - rest.Length;
        return isComplete;
    }

    private static ArraySegment<short> Convert(Resampler resampler, ReadOnlySpan<short> samples, bool isLast)
    {
        var length = resampler.OutputLength(samples.Length);
        var output = ArrayPool<short>.Shared.Rent(length + resampler.MaxOutputLength(2 * resampler.LatencySamples) + 16);
        var count = resampler.Process(samples, output);
        if (isLast)
        {
            count += resampler.Flush(output.AsSpan(count));
        }

        return new ArraySegment<short>(output, 0, count);
    }

    /// <summary>The rate at which the service's samples are played, so that they sound higher or lower.</summary>
    private int PlayedRate(int rate) => Math.Clamp((int)Math.Round(rate * _pitch), 8_000, 48_000);

    private async Task<HttpResponseMessage> AskAsync(string piece, RepeatedDeadline deadline, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await connection.SendAsync(
                () => OpenAiSpeechRequest.Create(_options, voice, piece, request.Speed / _pitch, request),
                deadline.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            throw Meaning(failure, deadline, cancellationToken, RemoteSynthesis.Unreachable);
        }

        if (!response.IsSuccessStatusCode || !MayBeSpeech(response))
        {
            using (response)
            {
                throw response.IsSuccessStatusCode ? RemoteSynthesis.NotSpeech(_options.Id) : RemoteSynthesis.Of(_options.Id, response.StatusCode);
            }
        }

        return response;
    }

    /// <summary>Local servers name PCM in many ways, or not at all; what is certainly something else is refused.</summary>
    private static bool MayBeSpeech(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is not { } type
        || !(type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || type.ToLowerInvariant() is "audio/mpeg" or "audio/mp3" or "audio/ogg" or "audio/opus" or "audio/aac" or "audio/flac" or "audio/webm");

    private async ValueTask<int> ReadSomeAsync(Stream body, byte[] bytes, RepeatedDeadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            var read = await body.ReadAsync(bytes.AsMemory(0, ReadLength), deadline.Token);
            deadline.Set(_options.ReadTimeout);
            return read;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            throw Meaning(failure, deadline, cancellationToken, RemoteSynthesis.Cut);
        }
    }

    /// <summary>A caller's cancellation stays one; what the deadline or the closing engine broke off says so.</summary>
    private Exception Meaning(Exception failure, RepeatedDeadline deadline, CancellationToken cancellationToken, Func<string, Exception, EngineException> otherwise)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        if (deadline.IsLate)
        {
            return RemoteSynthesis.Late(_options.Id);
        }

        return connection.IsClosing ? RemoteSynthesis.Closed(_options.Id) : otherwise(_options.Id, failure);
    }

    private TimeSpan Time(long samples) => TimeSpan.FromSeconds((double)samples / _options.SampleRate);
}
