using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Estuary.Wire;
using Parley.SocketIo;

namespace Parley.Estuary;

/// <summary>Turns the events of one connection into the client's own.</summary>
internal sealed class EventDecoder(int sampleRate)
{
    private const int Remembered = 16;

    private readonly ReplyTexts _texts = new();
    private readonly Queue<string> _interrupted = new();

    /// <summary>What an event means; nothing for late audio of an interrupted message.</summary>
    public IReadOnlyList<EstuaryEvent> Decode(SocketIoEvent message)
    {
        try
        {
            return Known(message) is { } known ? [known] : message.Name == EstuaryEventNames.BotVoice ? [] : Unknown(message);
        }
        catch (JsonException)
        {
            var error = new EstuaryException(EstuaryErrorCodes.Unknown, $"The server sent a {message.Name} that cannot be read.");
            return [new UnknownEvent(message.Name, message.FirstArgument.ToArray()), new ErrorReceived(error)];
        }
    }

    private EstuaryEvent? Known(SocketIoEvent message)
    {
        switch (message.Name)
        {
            case EstuaryEventNames.BotVoice:
                return Voice(Read(message, EstuaryJsonContext.Default.BotVoiceMessage));
            case EstuaryEventNames.BotResponse:
                return _texts.Add(Read(message, EstuaryJsonContext.Default.BotResponseMessage));
            case EstuaryEventNames.SttResponse:
                var heard = Read(message, EstuaryJsonContext.Default.SttResponseMessage);
                return new SttResponse(heard.Text ?? "", heard.IsFinal, heard.Confidence);
            case EstuaryEventNames.Interrupt:
                return Interrupted(Read(message, EstuaryJsonContext.Default.InterruptMessage));
            case EstuaryEventNames.VoiceStarted:
                return new ServerVoice(IsOpen: true);
            case EstuaryEventNames.VoiceStopped:
                return new ServerVoice(IsOpen: false);
            case EstuaryEventNames.VoiceError:
                var failed = Read(message, EstuaryJsonContext.Default.VoiceErrorMessage);
                return new VoiceError(string.IsNullOrEmpty(failed.Error) ? failed.Message ?? "" : failed.Error);
            case EstuaryEventNames.VoiceTimeout:
                var voice = Read(message, EstuaryJsonContext.Default.TimeoutMessage);
                return new VoiceTimeout(voice.Reason ?? "", TimeSpan.FromSeconds(voice.IdleSeconds), TimeSpan.FromSeconds(voice.TimeoutSeconds));
            default:
                return Account(message);
        }
    }

    private static EstuaryEvent? Account(SocketIoEvent message)
    {
        switch (message.Name)
        {
            case EstuaryEventNames.AuthError:
                return new AuthError(Read(message, EstuaryJsonContext.Default.AuthErrorMessage).Error ?? "");
            case EstuaryEventNames.Error:
                var error = Read(message, EstuaryJsonContext.Default.ErrorMessage);
                return new ErrorReceived(new EstuaryException(EstuaryErrorCodes.Unknown, error.Message ?? "") { Details = error.Error });
            case EstuaryEventNames.QuotaExceeded:
                var quota = Read(message, EstuaryJsonContext.Default.QuotaExceededMessage);
                return new QuotaExceeded(quota.Message ?? "", quota.Current, quota.Limit, quota.Remaining, quota.Tier);
            case EstuaryEventNames.SessionTimeout:
                var idle = Read(message, EstuaryJsonContext.Default.TimeoutMessage);
                return new SessionTimeout(idle.Reason ?? "", TimeSpan.FromSeconds(idle.IdleSeconds), TimeSpan.FromSeconds(idle.TimeoutSeconds));
            case EstuaryEventNames.SessionRejected:
                var rejected = Read(message, EstuaryJsonContext.Default.SessionRejectedMessage);
                return new SessionRejected(rejected.Reason ?? "", rejected.Cap);
            case EstuaryEventNames.ModerationWarning:
                var warning = Read(message, EstuaryJsonContext.Default.ModerationWarningMessage);
                return new ModerationWarning(warning.Level ?? "", warning.Message);
            case EstuaryEventNames.MemoryUpdated:
                var memory = Read(message, EstuaryJsonContext.Default.MemoryUpdatedMessage);
                return new MemoryUpdated(memory.ConversationId ?? "", memory.MemoriesExtracted, memory.FactsExtracted, memory.NewMemories ?? []);
            case EstuaryEventNames.MotiveUpdated:
                var motive = Read(message, EstuaryJsonContext.Default.MotiveUpdatedMessage);
                return new MotiveUpdated(motive.ConversationId ?? "", motive.Motive);
            case EstuaryEventNames.ClientAction:
                var action = Read(message, EstuaryJsonContext.Default.ClientActionMessage);
                return new ClientAction(action.Name ?? "", action.Arguments, action.MessageId);
            case EstuaryEventNames.CameraCapture:
                var capture = Read(message, EstuaryJsonContext.Default.CameraCaptureMessage);
                return new CameraCaptureRequest(capture.RequestId ?? "", capture.Text);
            default:
                return null;
        }
    }

    private BotVoice? Voice(BotVoiceMessage message)
    {
        var id = message.MessageId ?? "";
        return _interrupted.Contains(id)
            ? null
            : new BotVoice(id, message.Audio, message.SampleRate is > 0 and { } rate ? rate : sampleRate, message.ChunkIndex, message.IsFinal, message.IsInterjection == true);
    }

    private Interrupt Interrupted(InterruptMessage message)
    {
        if (message.MessageId is { Length: > 0 } id && !_interrupted.Contains(id))
        {
            _interrupted.Enqueue(id);
            if (_interrupted.Count > Remembered)
            {
                _interrupted.Dequeue();
            }
        }

        return new Interrupt(message.MessageId, message.Reason, message.InterruptedAt);
    }

    private List<EstuaryEvent> Unknown(SocketIoEvent message)
    {
        List<EstuaryEvent> events = [new UnknownEvent(message.Name, message.FirstArgument.ToArray())];
        if (message.Count > 0 && message[0] is { ValueKind: JsonValueKind.Object } payload && payload.TryGetProperty("audio"u8, out var audio))
        {
            var rate = payload.TryGetProperty("sample_rate"u8, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var named) && named > 0 ? named : sampleRate;
            if (message.TryGetBinary(audio, out var bytes))
            {
                events.Add(new AudioReceived(message.Name, bytes.ToArray(), rate));
            }
            else if (audio.ValueKind == JsonValueKind.String && audio.TryGetBytesFromBase64(out var decoded))
            {
                events.Add(new AudioReceived(message.Name, decoded, rate));
            }
        }

        return events;
    }

    private static T Read<T>(SocketIoEvent message, JsonTypeInfo<T> type)
        where T : class, new() => EstuaryJson.Read(message.FirstArgument.Span, type);
}
