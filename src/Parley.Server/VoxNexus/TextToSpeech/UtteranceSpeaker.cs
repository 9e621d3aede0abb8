using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Parley.Audio;
using Parley.Realtime;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Synthesis;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Turns one utterance after the other into audio messages. Used by one loop.</summary>
internal sealed class UtteranceSpeaker(ConnectionContext context, ISpeechEngines engines, WebSocketSender sender, Func<string> requestId) : IDisposable
{
    private readonly MessageWriter _writer = new();

    /// <summary>Speaks an utterance to its end; every finalised one gets exactly one final frame unless it is cancelled.</summary>
    public async ValueTask SpeakAsync(Utterance utterance, CancellationToken ending)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ending, utterance.Cancelled);
        using var frames = new AudioFrameWriter(utterance.Settings, utterance.Id, sender);
        using var converter = new UtteranceConverter(utterance.Settings.Speech.SampleRate);
        try
        {
            await SpeakPiecesAsync(utterance, frames, converter, stop.Token).ConfigureAwait(false);
            if (utterance.IsFinal)
            {
                await frames.WriteAsync(converter.Finish(), stop.Token).ConfigureAwait(false);
                await frames.FinishAsync(stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (utterance.Cancelled.IsCancellationRequested && !ending.IsCancellationRequested)
        {
            // Cancelled: nothing more of it is sent.
        }
    }

    public ReadOnlyMemory<byte> Ready(RealtimeSettings settings, string id, VoxNexusOptions options) => _writer.Write(new ReadyMessage
    {
        RequestId = id,
        VoiceId = settings.Speech.VoiceId,
        Language = settings.Speech.Language,
        Format = settings.Speech.Encoding.Name,
        SampleRate = settings.Speech.SampleRate,
        AudioTransport = settings.BinaryAudio ? "binary" : null,
        Limits = !settings.IncludeLimits ? null : new Dictionary<string, long>
        {
            ["max_message_bytes"] = options.MaxMessageBytes,
            ["max_text_length"] = options.MaxTextLength,
            ["max_utterance_length"] = options.MaxUtteranceLength,
            ["max_waiting_utterances"] = options.MaxWaitingUtterances,
            ["idle_timeout_ms"] = options.IdleSeconds * 1000L,
        },
    });

    public ValueTask SendFlushDoneAsync() => sender.SendAsync(_writer.Write(new FlushDoneMessage(requestId())));

    public ValueTask SendCancelledAsync() => sender.SendAsync(_writer.Write(new CancelledMessage(requestId())));

    public void Dispose() => _writer.Dispose();

    private async ValueTask SpeakPiecesAsync(Utterance utterance, AudioFrameWriter frames, UtteranceConverter converter, CancellationToken cancellationToken)
    {
        var failed = false;
        await foreach (var piece in utterance.Pieces.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (piece.Text is { } text && !failed)
            {
                failed = !await TrySpeakAsync(utterance, text, frames, converter, cancellationToken).ConfigureAwait(false);
            }

            // While the utterance is open the next piece may be long in coming, and what waits is part of a word.
            if (piece.Text is null || (!utterance.IsFinal && !utterance.Pieces.TryPeek(out _)))
            {
                await frames.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            if (piece.Text is null)
            {
                await SendFlushDoneAsync().ConfigureAwait(false);
            }
        }
    }

    /// <returns>False after a failure: the error is sent and the rest of the utterance is not spoken.</returns>
    private async ValueTask<bool> TrySpeakAsync(Utterance utterance, string text, AudioFrameWriter frames, UtteranceConverter converter, CancellationToken cancellationToken)
    {
        var speech = utterance.Settings.Speech;
        var synthesizer = engines.GetSynthesizer(speech.Voice);
        using var limit = new SynthesisDeadline(TimeSpan.FromSeconds(context.Options.SynthesisSeconds), context.Time, cancellationToken);
        try
        {
            var start = PcmDuration(frames.Samples, speech.SampleRate);
            await foreach (var chunk in synthesizer.SynthesizeAsync(speech.Request(text), limit.Token).WithCancellation(limit.Token).ConfigureAwait(false))
            {
                limit.Stop();
                if (utterance.Settings.WordTimings && chunk.Words.Count > 0)
                {
                    await sender.SendAsync(WordTiming(chunk.Words, start, utterance.Id), cancellationToken: cancellationToken).ConfigureAwait(false);
                }

                await frames.WriteAsync(converter.Convert(chunk), cancellationToken).ConfigureAwait(false);
                limit.Restart();
            }

            return true;
        }
        catch (EngineException e)
        {
            SessionLog.EngineFailed(context.Log, e, requestId());
            await FailAsync(ApiError.FromEngine(e, VoxNexusErrorCode.SynthesisFailed), utterance, frames, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.HasPassed)
        {
            await FailAsync(new ApiError(VoxNexusErrorCode.Timeout, "the speech engine took too long"), utterance, frames, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or RealtimeException))
        {
            SessionLog.EngineFailed(context.Log, LogLevel.Warning, e, synthesizer.Id, e.GetType().Name, requestId());
            await FailAsync(new ApiError(VoxNexusErrorCode.SynthesisFailed, "the speech engine failed"), utterance, frames, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private async ValueTask FailAsync(ApiError error, Utterance utterance, AudioFrameWriter frames, CancellationToken cancellationToken)
    {
        await frames.FlushAsync(cancellationToken).ConfigureAwait(false);
        await sender.SendAsync(_writer.Write(error.ToMessage(requestId(), utterance.Id)), WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> WordTiming(IReadOnlyList<SpokenWord> words, TimeSpan start, string? utteranceId) => _writer.Write(new WordTimingMessage(
        [.. words.Select(w => new TranscriptWord(w.Text, (start + w.Offset).Milliseconds(), w.Duration.Milliseconds()))], utteranceId));

    private static TimeSpan PcmDuration(long samples, int sampleRate) => new PcmFormat(sampleRate).Duration(samples);
}
