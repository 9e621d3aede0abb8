using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Conversation;
using Parley.Conversation.Sessions;
using Parley.Estuary.Wire;
using Parley.Realtime;
using Parley.Server.Estuary.Sessions;
using Parley.Server.Estuary.Voice;
using Parley.SocketIo;

namespace Parley.Server.Estuary.Connections;

/// <content>What the client sends (specification §2). An acknowledgement follows when the handler has finished.</content>
internal sealed partial class EstuaryConnection
{
    private static readonly TimeSpan ComplaintPause = TimeSpan.FromSeconds(1);

    public ValueTask HandleAsync(SocketIoEvent message)
    {
        if (_traffic is { IsWatched: true } traffic)
        {
            traffic.Show(TrafficDirection.Received, message.Name, message.FirstArgument.Span);
        }

        // The frame path: no state machine while recognition keeps up.
        if (_link is { } live && message.Name == EstuaryEventNames.StreamAudio)
        {
            return StreamAsync(live, message);
        }

        return HandleOtherAsync(message);
    }

    private async ValueTask HandleOtherAsync(SocketIoEvent message)
    {
        if (_isRefused)
        {
            return;
        }

        try
        {
            if (message.Name == EstuaryEventNames.Authenticate)
            {
                await OnAuthenticateAsync(Read(message, EstuaryJsonContext.Default.AuthenticateMessage));
            }
            else if (_link is { } link)
            {
                await HandleAsync(link, message);
            }
            else if (!_dropTold)
            {
                _dropTold = true;
                await SendErrorAsync("Not authenticated", "not_authenticated");
            }
        }
        catch (JsonException)
        {
            await ComplainAsync($"The payload of {message.Name} is malformed");
        }
        catch (ConversationException error)
        {
            await SendErrorAsync(error.Message, error.Code);
        }
    }

    private ValueTask HandleAsync(SessionLink link, SocketIoEvent message)
    {
        switch (message.Name)
        {
            case EstuaryEventNames.Text:
                return OnTextAsync(link, Read(message, EstuaryJsonContext.Default.TextMessage));
            case EstuaryEventNames.SayLine:
                return OnSayLineAsync(link, Read(message, EstuaryJsonContext.Default.SayLineMessage));
            case EstuaryEventNames.StartVoice:
                Touch();
                return link.Voice.StartAsync(Read(message, EstuaryJsonContext.Default.StartVoiceMessage).TurnMode);
            case EstuaryEventNames.StopVoice:
                Touch();
                return link.Voice.StopAsync();
            case EstuaryEventNames.ClientInterrupt:
                return OnInterruptAsync(link, Read(message, EstuaryJsonContext.Default.ClientInterruptMessage).MessageId);
            case EstuaryEventNames.AudioPlaybackComplete:
                return OnPlayedAsync(link, Read(message, EstuaryJsonContext.Default.AudioPlaybackCompleteMessage).MessageId);
            case EstuaryEventNames.CameraImage:
                return OnImageAsync(link, ReadImage(message));
            case EstuaryEventNames.LiveKitToken or EstuaryEventNames.LiveKitJoin:
                return SendAsync(
                    EstuaryEventNames.LiveKitError,
                    new LiveKitErrorMessage { Error = "This server has no LiveKit, use voice transport websocket" },
                    EstuaryJsonContext.Default.LiveKitErrorMessage);
            case "subscribe_encounter" or "enable_livekit_video" or "scene_graph_subscribe":
                return SendErrorAsync($"{message.Name} is not available on this server", "not_available");
            default:
                // update_preferences, livekit_leave, livekit_mute and whatever nobody knows: without effect.
                return default;
        }
    }

    private async ValueTask OnAuthenticateAsync(AuthenticateMessage message)
    {
        if (_identity is not { } known)
        {
            await AuthenticateAsync(message);
        }
        else if (known.ApiKey == message.ApiKey && known.Token == message.Token && known.CharacterId == message.CharacterId && known.PlayerId == message.PlayerId)
        {
            await SendInfoAsync();
        }
        else
        {
            await SendErrorAsync("This connection is authenticated as somebody else already", "already_authenticated");
        }
    }

    private async ValueTask OnTextAsync(SessionLink link, TextMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Text))
        {
            await ComplainAsync("text is required");
            return;
        }

        Touch();
        if (await MayAskAsync())
        {
            await link.Session.PostAsync(
                new SendMessage { Text = message.Text, Speak = message.TextOnly != true, AllowSlashCommands = false, Origin = this }, Gone);
        }
    }

    private async ValueTask OnSayLineAsync(SessionLink link, SayLineMessage message)
    {
        if (!string.IsNullOrWhiteSpace(message.Text))
        {
            Touch();
            link.Replies.ExpectLine();
            await link.Session.PostAsync(
                new SpeakText(message.Text, _admission!.Character.Id) { Speak = message.TextOnly != true, ReplaceSilently = true, Origin = this }, Gone);
        }
    }

    private async ValueTask OnInterruptAsync(SessionLink link, string? messageId)
    {
        Guid id = default;
        if (string.IsNullOrEmpty(messageId) || MessageIds.TryParse(messageId, out id))
        {
            Touch();
            await link.Session.PostAsync(new InterruptReply(InterruptReason.Client, string.IsNullOrEmpty(messageId) ? null : id) { Origin = this }, Gone);
        }
    }

    private async ValueTask OnPlayedAsync(SessionLink link, string? messageId)
    {
        Guid id = default;
        if (string.IsNullOrEmpty(messageId) || MessageIds.TryParse(messageId, out id))
        {
            await link.Session.PostAsync(new ReportPlaybackCompleted(string.IsNullOrEmpty(messageId) ? null : id) { Origin = this }, Gone);
        }
    }

    // No reply engine here looks at pictures: the character says so, in an ordinary turn.
    private async ValueTask OnImageAsync(SessionLink link, CameraImageMessage image)
    {
        if (image.Image is not { Length: > 0 } || (string.IsNullOrEmpty(image.MimeType) && string.IsNullOrEmpty(image.Format)))
        {
            await ComplainAsync("camera_image needs image and mime_type");
            return;
        }

        Touch();
        if (!await MayAskAsync())
        {
            return;
        }

        if (!string.IsNullOrWhiteSpace(image.Text))
        {
            await link.Session.PostAsync(new SendMessage { Text = image.Text, DoReply = false, DoContinue = false, AllowSlashCommands = false, Origin = this }, Gone);
        }

        await link.Session.PostAsync(new SpeakText("I got your picture, but I cannot see: this server has no vision engine.", _admission!.Character.Id) { Origin = this }, Gone);
    }

    private async ValueTask<bool> MayAskAsync()
    {
        if (MayAsk())
        {
            return true;
        }

        await SendQuotaExceededAsync();
        return false;
    }

    private ValueTask StreamAsync(SessionLink link, SocketIoEvent message)
    {
        using var audio = AudioPayload.Read(message);
        return audio.IsValid
            ? link.Voice.WriteAsync(audio.Pcm, audio.SampleRate)
            : ComplainAsync("stream_audio needs base64 or binary 16-bit audio");
    }

    // A flood of bad messages gets one answer a second.
    private ValueTask ComplainAsync(string message)
    {
        var now = _services.Time.GetTimestamp();
        if (_lastComplaint is { } last && _services.Time.GetElapsedTime(last, now) < ComplaintPause)
        {
            return default;
        }

        _lastComplaint = now;
        return SendErrorAsync(message, "invalid_message");
    }

    private static T Read<T>(SocketIoEvent message, JsonTypeInfo<T> type)
        where T : class, new() => EstuaryJson.Read(message.FirstArgument.Span, type);

    private static CameraImageMessage ReadImage(SocketIoEvent message)
    {
        if (message.Attachments.Count == 0)
        {
            return Read(message, EstuaryJsonContext.Default.CameraImageMessage);
        }

        var argument = message[0];
        string? Text(string name) => argument.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return argument.ValueKind == JsonValueKind.Object && argument.TryGetProperty("image", out var image) && message.TryGetBinary(image, out var bytes)
            ? new CameraImageMessage { Image = bytes.ToArray(), MimeType = Text("mime_type") ?? Text("mimeType"), Format = Text("format"), Text = Text("text") }
            : throw new JsonException();
    }
}
