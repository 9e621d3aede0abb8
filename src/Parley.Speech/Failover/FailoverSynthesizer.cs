using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Parley.Speech.Registry;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Failover;

/// <summary>
/// Speaks one voice by the first of several engines that can. Another stands in only while nothing of the request was
/// delivered; a failure after that is the caller's to see.
/// </summary>
internal sealed class FailoverSynthesizer(
    Voice voice, IReadOnlyList<SynthesisCandidate> candidates, TimeSpan cooldown, TimeProvider timeProvider, ILogger logger) : ISpeechSynthesizer
{
    private readonly FailoverOrder _order = new(candidates.Count, cooldown, timeProvider);

    public string Id => voice.EngineId;

    public IReadOnlyList<Voice> Voices { get; } = [voice];

    public IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default)
    {
        SynthesisArguments.Check(request);
        if (request.VoiceId is { } id && !id.Equals(voice.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw new EngineException(Id, EngineFailure.NotSupported, $"This synthesiser speaks '{voice.Id}' only.");
        }

        return SpeakAsync(request, cancellationToken);
    }

    /// <summary>The engines belong to the registry.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async IAsyncEnumerable<SynthesisChunk> SpeakAsync(SynthesisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = new int[candidates.Count];
        _order.CopyTo(order);
        List<EngineException>? failures = null;
        foreach (var index in order)
        {
            var (synthesizer, voiceId) = candidates[index];
            var (chunks, failure) = await BeginAsync(synthesizer, request with { VoiceId = voiceId }, cancellationToken);
            if (chunks is not null)
            {
                _order.Succeeded(index);
                await using (chunks)
                {
                    do
                    {
                        yield return chunks.Current;
                    }
                    while (await MoveNextAsync(chunks, index));
                }

                yield break;
            }

            if (failure is null)
            {
                yield break; // Nothing to say.
            }

            if (_order.Failed(index))
            {
                RegistryLog.EngineFailedOver(logger, failure.EngineId, failure.Failure, failure.Message);
            }

            (failures ??= []).Add(failure);
        }

        throw failures is [var only] ? only : AllFailed(failures!);
    }

    /// <summary>Asks for the first chunk: an open enumerator standing on it, a failure, or neither when there is nothing to say.</summary>
    private async ValueTask<(IAsyncEnumerator<SynthesisChunk>? Chunks, EngineException? Failure)> BeginAsync(
        ISpeechSynthesizer synthesizer, SynthesisRequest request, CancellationToken cancellationToken)
    {
        IAsyncEnumerator<SynthesisChunk>? chunks = null;
        try
        {
            chunks = synthesizer.SynthesizeAsync(request, cancellationToken).AtRateAsync(voice.SampleRate, cancellationToken).GetAsyncEnumerator(cancellationToken);
            if (await chunks.MoveNextAsync())
            {
                var begun = chunks;
                chunks = null;
                return (begun, null);
            }

            return (null, null);
        }
        catch (EngineException failure)
        {
            return (null, failure);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return (null, Broken(synthesizer, defect));
        }
        finally
        {
            if (chunks is not null)
            {
                await chunks.DisposeAsync();
            }
        }
    }

    /// <summary>The next chunk. A failure now is the caller's to see, but the next request will try another engine first.</summary>
    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SynthesisChunk> chunks, int index)
    {
        try
        {
            return await chunks.MoveNextAsync();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _order.Failed(index);
            throw failure is EngineException ? failure : Broken(candidates[index].Synthesizer, failure);
        }
    }

    private static EngineException Broken(ISpeechSynthesizer synthesizer, Exception defect) =>
        new(synthesizer.Id, EngineFailure.Failed, "The engine broke while speaking.", defect);

    private EngineException AllFailed(List<EngineException> failures)
    {
        var first = failures[0];
        return new EngineException(
            first.EngineId,
            first.Failure,
            $"No engine could speak '{voice.Id}': {string.Join(" ", failures.Select(f => $"{f.EngineId}: {f.Message}"))}",
            new AggregateException(failures));
    }
}
