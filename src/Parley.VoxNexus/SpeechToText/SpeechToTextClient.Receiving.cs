using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

public sealed partial class SpeechToTextClient
{
    private readonly System.Text.StringBuilder _llm = new();
    private long? _partialStart;
    private Exception? _over;

    private protected override ValueTask OnFrameAsync(VoxNexusLink link, in WireFrame frame)
    {
        switch (frame.Kind)
        {
            case WireMessageKind.Transcript:
                OnTranscript(TranscriptMessage.Read(frame.Json));
                break;
            case WireMessageKind.FlushDone:
                OnFlushDone(FlushDoneMessage.Read(frame.Json));
                break;
            case WireMessageKind.Llm:
                OnLlm(LlmMessage.Read(frame.Json));
                break;
            case WireMessageKind.SpeechStarted or WireMessageKind.SpeechEnded:
                var activity = SpeechActivityMessage.Read(frame.Json);
                Publish(new SpeechActivity(activity.Started, Format.Duration(_clock.ToPosition(activity.Offset))));
                break;
            default:
                Publish(new UnknownMessage(frame.TypeName, frame.Json.ToArray()));
                break;
        }

        return default;
    }

    private protected override ValueTask OnBinaryAsync(VoxNexusLink link, ReadOnlySpan<byte> payload)
    {
        Publish(new UnknownMessage(string.Empty, payload.ToArray()));
        return default;
    }

    private protected override void OnError(VoxNexusException error, ErrorMessage message)
    {
    }

    private protected override void OnClosed(Exception? cause)
    {
        _over = cause ?? new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed.", isTransient: false);
        _audio.Complete(_over);
        _stopping.Cancel();
    }

    private void OnTranscript(TranscriptMessage message)
    {
        var start = _clock.ToPosition(message.Offset);
        var end = Math.Max(start, _clock.ToPosition(message.Offset + message.Duration));
        if (!message.IsFinal)
        {
            _partialStart = start;
            Publish(new PartialTranscript
            {
                Text = message.Text,
                Start = Format.Duration(start),
                End = Format.Duration(end),
                Language = message.Language,
                RequestId = message.RequestId,
                SegmentId = message.SegmentId,
            });
            return;
        }

        _partialStart = null;
        _audio.Settle(end);
        Publish(new FinalTranscript
        {
            Text = message.Text,
            Start = Format.Duration(start),
            End = Format.Duration(end),
            Language = message.Language,
            RequestId = message.RequestId,
            SegmentId = message.SegmentId,
            Confidence = message.Confidence,
            Words = Words(message.Words),
        });
    }

    private IReadOnlyList<TimedWord> Words(IReadOnlyList<TranscriptWord>? words) =>
        words is null
            ? []
            : [.. words.Select(w => new TimedWord(
                w.Word,
                Format.Duration(_clock.ToPosition(w.Offset)),
                Format.Duration(_clock.ToPosition(w.Offset + w.Duration)),
                w.Confidence))];

    private void OnFlushDone(FlushDoneMessage message)
    {
        var flush = _audio.FlushDone();
        _clock.FlushDone();
        _partialStart = null;
        _llm.Clear();
        Publish(new FlushDone(message.RequestId, Format.Duration(flush?.Position ?? _audio.End)));
        flush?.Complete();
    }

    private void OnLlm(LlmMessage message)
    {
        if (message.Text is not null)
        {
            _llm.Clear();
            _llm.Append(message.Text);
        }
        else
        {
            _llm.Append(message.Delta);
        }

        Publish(new LlmText(_llm.ToString(), message.IsFinal, message.SegmentId));
    }
}
