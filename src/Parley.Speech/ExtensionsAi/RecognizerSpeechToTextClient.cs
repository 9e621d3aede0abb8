using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Parley.Audio;
using Parley.Speech.Recognition;

namespace Parley.Speech.ExtensionsAi;

/// <summary>
/// One of our recognisers as a client of Microsoft.Extensions.AI. Takes WAV of any rate and form, or, where
/// <see cref="SpeechToTextOptions.SpeechSampleRate"/> is set, raw 16-bit mono at that rate. Does not own the recogniser. Thread-safe.
/// </summary>
public sealed class RecognizerSpeechToTextClient : ISpeechToTextClient
{
    private readonly ISpeechRecognizer _recognizer;
    private readonly SpeechToTextClientMetadata _metadata;

    /// <summary>Wraps a recogniser.</summary>
    public RecognizerSpeechToTextClient(ISpeechRecognizer recognizer)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        _recognizer = recognizer;
        _metadata = new SpeechToTextClientMetadata(recognizer.Id, null, recognizer.Id);
    }

    /// <inheritdoc />
    /// <exception cref="EngineException">An utterance was lost to a failure of the engine.</exception>
    /// <exception cref="AudioFormatException">The stream is not WAV, or ends before its audio does.</exception>
    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = new List<AIContent>();
        TimeSpan? start = null, end = null;
        await foreach (var update in GetStreamingTextAsync(audioSpeechStream, options, cancellationToken))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
            {
                texts.Add(new TextContent(texts.Count == 0 ? update.Text : " " + update.Text));
                start ??= update.StartTime;
                end = update.EndTime;
            }
        }

        return new SpeechToTextResponse(texts) { ResponseId = Guid.NewGuid().ToString("N"), ModelId = options?.ModelId ?? _recognizer.Id, StartTime = start, EndTime = end };
    }

    /// <inheritdoc />
    /// <remarks><see cref="SpeechToTextResponseUpdateKind.TextUpdating"/> replaces what came before it in the utterance; <see cref="SpeechToTextResponseUpdateKind.TextUpdated"/> is final.</remarks>
    /// <exception cref="EngineException">An utterance was lost to a failure of the engine.</exception>
    /// <exception cref="AudioFormatException">The stream is not WAV, or ends before its audio does.</exception>
    public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        if (options?.SpeechSampleRate is { } rate)
        {
            _ = new PcmFormat(rate);
        }

        return RecognizeAsync(audioSpeechStream, options, cancellationToken);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(SpeechToTextClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_recognizer) ? _recognizer
            : null;
    }

    /// <summary>Does nothing: the recogniser belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    private async IAsyncEnumerable<SpeechToTextResponseUpdate> RecognizeAsync(
        Stream audio, SpeechToTextOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var samples = await SpeechStream.OpenAsync(audio, options?.SpeechSampleRate, cancellationToken);
        await using var stream = await _recognizer.OpenAsync(
            new RecognitionOptions
            {
                SampleRate = samples.Format.SampleRate,
                Language = options?.SpeechLanguage,
                Model = options?.ModelId,

                // Audio comes as fast as it is read: a pause of the reader is no stall.
                Endpointing = EndpointingOptions.Default with { Stall = null },
            },
            cancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(samples, stream, stopping.Token);
        var id = Guid.NewGuid().ToString("N");
        try
        {
            await using var events = stream.ReadEventsAsync(stopping.Token).GetAsyncEnumerator(stopping.Token);
            while (await NextAsync(events, writing, stopping) && events.Current is not SessionFlushed)
            {
                switch (events.Current)
                {
                    case PartialTranscript partial:
                        yield return Update(SpeechToTextResponseUpdateKind.TextUpdating, partial.Text, partial.Offset, partial.Duration);
                        break;
                    case FinalTranscript final:
                        yield return Update(SpeechToTextResponseUpdateKind.TextUpdated, final.Text, final.Offset, final.Duration);
                        break;
                    case RecognitionFailed failed:
                        throw failed.Error;
                }
            }

            await writing;
        }
        finally
        {
            await stopping.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        SpeechToTextResponseUpdate Update(SpeechToTextResponseUpdateKind kind, string text, TimeSpan offset, TimeSpan duration) => new(text)
        {
            Kind = kind,
            ResponseId = id,
            ModelId = options?.ModelId ?? _recognizer.Id,
            StartTime = offset,
            EndTime = offset + duration,
        };
    }

    /// <summary>Waits for the next event, but no longer than the writer lives: one that failed will never flush.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<RecognitionEvent> events, Task writing, CancellationTokenSource stopping)
    {
        var next = events.MoveNextAsync().AsTask();
        if (await Task.WhenAny(next, writing) == writing && !writing.IsCompletedSuccessfully)
        {
            await stopping.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await writing;
        }

        return await next;
    }

    private static async Task WriteAsync(SpeechStream samples, IRecognitionStream stream, CancellationToken cancellationToken)
    {
        var buffer = new short[samples.Format.SampleRate / 10];
        int read;
        while ((read = await samples.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await stream.FlushAsync(cancellationToken);
    }
}
