using System.Runtime.CompilerServices;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Speaks a whole text sentence by sentence, as one stream of samples at the rate asked for.</summary>
internal sealed class SpeechRenderer(ISpeechEngines engines, VoxNexusOptions options, TimeProvider time)
{
    /// <returns>Blocks of samples, each valid until the next one is asked for.</returns>
    /// <exception cref="ApiException">The engine failed or took too long.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<short>> RenderAsync(SpeechSettings settings, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var converter = new UtteranceConverter(settings.SampleRate);
        foreach (var sentence in Sentences(text))
        {
            using var limit = new SynthesisDeadline(TimeSpan.FromSeconds(options.SynthesisSeconds), time, cancellationToken);
            await using var chunks = engines.GetSynthesizer(settings.Voice).SynthesizeAsync(settings.Request(sentence), limit.Token).GetAsyncEnumerator(limit.Token);
            while (await MoveNextAsync(chunks, limit).ConfigureAwait(false))
            {
                yield return converter.Convert(chunks.Current);
            }
        }

        yield return converter.Finish();
    }

    private static async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> chunks, SynthesisDeadline limit)
    {
        limit.Restart();
        try
        {
            return await chunks.MoveNextAsync().ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            throw new ApiException(ApiError.FromEngine(e, VoxNexusErrorCode.SynthesisFailed));
        }
        catch (OperationCanceledException) when (limit.HasPassed)
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.Timeout, "the speech engine took too long"));
        }
        finally
        {
            limit.Stop();
        }
    }

    private static IEnumerable<string> Sentences(string text)
    {
        var accumulator = new TextAccumulator(TextJoin.Verbatim);
        accumulator.Append(text);
        while (accumulator.TryTakeSentence(out var sentence))
        {
            yield return sentence;
        }

        if (accumulator.TakeRest() is { } rest)
        {
            yield return rest;
        }
    }
}
