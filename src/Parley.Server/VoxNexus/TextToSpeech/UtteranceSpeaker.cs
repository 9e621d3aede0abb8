using System.Net.WebSockets;
using Parley.Audio;
using Parley.Realtime;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Synthesis;

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

    public ReadOnlyMemory<byte> Ready(RealtimeSettings settings, string id, VoxNexusOptions options)
    {
        var json = _writer.Begin("ready"u8);
        json.WriteString("request_id"u8, id);
        json.WriteString("voice_id"u8, settings.Speech.VoiceId);
        json.WriteString("language"u8, settings.Speech.Language);
        json.WriteString("format"u8, settings.Speech.FormatName);
        json.WriteNumber("sample_rate"u8, settings.Speech.SampleRate);
        if (settings.BinaryAudio)
        {
            json.WriteString("audio_transport"u8, "binary"u8);
        }

        if (settings.IncludeLimits)
        {
            json.WriteStartObject("limits"u8);
            json.WriteNumber("max_message_bytes"u8, options.MaxMessageBytes);
            json.WriteNumber("max_text_length"u8, options.MaxTextLength);
            json.WriteNumber("max_utterance_length"u8, options.MaxUtteranceLength);
            json.WriteNumber("max_waiting_utterances"u8, options.MaxWaitingUtterances);
            json.WriteNumber("idle_timeout_ms"u8, options.IdleSeconds * 1000L);
            json.WriteEndObject();
        }

        return _writer.End();
    }

    public ValueTask SendFlushDoneAsync() => sender.SendAsync(_writer.Plain("flush_done"u8, requestId()));

    public ValueTask SendCancelledAsync() => sender.SendAsync(_writer.Plain("cancelled"u8, requestId()));

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

            if (failed || piece.Text is null || !utterance.Pieces.TryPeek(out _))
            {
                // The next piece may be long in coming, and what waits is part of a word.
                if (!utterance.Pieces.Completion.IsCompleted)
                {
                    await frames.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
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
            SessionLog.EngineFailed(context.Log, e, e.EngineId, e.Failure.ToString(), requestId());
            await FailAsync(ApiError.FromEngine(e, ErrorCodes.SynthesisFailed), utterance, frames, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.HasPassed)
        {
            await FailAsync(new ApiError(ErrorCodes.Timeout, "the speech engine took too long"), utterance, frames, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or RealtimeException))
        {
            SessionLog.EngineFailed(context.Log, e, synthesizer.Id, e.GetType().Name, requestId());
            await FailAsync(new ApiError(ErrorCodes.SynthesisFailed, "the speech engine failed"), utterance, frames, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private async ValueTask FailAsync(ApiError error, Utterance utterance, AudioFrameWriter frames, CancellationToken cancellationToken)
    {
        await frames.FlushAsync(cancellationToken).ConfigureAwait(false);
        await sender.SendAsync(_writer.Error(error, requestId(), utterance.Id), WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> WordTiming(IReadOnlyList<SpokenWord> words, TimeSpan start, string? utteranceId)
    {
        var json = _writer.Begin("word_timing"u8);
        json.WriteString("request_id"u8, requestId());
        json.WriteStringIfAny("utterance_id"u8, utteranceId);
        json.WriteStartArray("words"u8);
        foreach (var word in words)
        {
            json.WriteStartObject();
            json.WriteString("word"u8, word.Text);
            json.WriteMilliseconds("offset"u8, start + word.Offset);
            json.WriteMilliseconds("duration"u8, word.Duration);
            if (word.IsEstimate)
            {
                json.WriteBoolean("estimated"u8, true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        return _writer.End();
    }

    private static TimeSpan PcmDuration(long samples, int sampleRate) => new PcmFormat(sampleRate).Duration(samples);
}
