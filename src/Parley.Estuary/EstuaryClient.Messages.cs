using Parley.Estuary.Wire;

namespace Parley.Estuary;

public sealed partial class EstuaryClient
{
    /// <summary>Raised on the caller's thread by <see cref="InterruptAsync"/>, before the server is told.</summary>
    internal event Action? Interrupting;

    /// <summary>Sends a message of the player; the answer arrives as <see cref="BotResponse"/> and <see cref="BotVoice"/> events.</summary>
    /// <param name="text">Not blank.</param>
    /// <param name="textOnly">Whether the answer comes without speech.</param>
    /// <param name="cancellationToken">Ends the wait for room; the message is sent all the same.</param>
    /// <exception cref="ArgumentException"><paramref name="text"/> is blank.</exception>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>: nothing is kept for later.</exception>
    public async Task SendTextAsync(string text, bool textOnly = false, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException("There must be something to send.", nameof(text));
        }

        await Link().EmitAsync(EstuaryEventNames.Text, new TextMessage { Text = text, TextOnly = textOnly }, EstuaryJsonContext.Default.TextMessage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the character say exactly this.</summary>
    /// <param name="text">The line; nothing happens for a blank one.</param>
    /// <param name="textOnly">Whether it comes without speech.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public async Task SayLineAsync(string text, bool textOnly = false, CancellationToken cancellationToken = default)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            await Link().EmitAsync(EstuaryEventNames.SayLine, new SayLineMessage { Text = text, TextOnly = textOnly }, EstuaryJsonContext.Default.SayLineMessage, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops an answer. A <see cref="VoiceSession"/> falls silent at once; the server confirms with <see cref="Interrupt"/> if anything was to be stopped.</summary>
    /// <param name="messageId">The message; null for whatever is current.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public async Task InterruptAsync(string? messageId = null, CancellationToken cancellationToken = default)
    {
        Interrupting?.Invoke();
        await Link().EmitAsync(EstuaryEventNames.ClientInterrupt, new ClientInterruptMessage { MessageId = messageId }, EstuaryJsonContext.Default.ClientInterruptMessage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the server that an answer has been played, which paces the conversation. A <see cref="VoiceSession"/> does so by itself.</summary>
    /// <param name="messageId">The message; null for the current one.</param>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public void NotifyAudioPlaybackComplete(string? messageId = null)
    {
        var sent = Link().EmitAsync(EstuaryEventNames.AudioPlaybackComplete, new AudioPlaybackCompleteMessage { MessageId = messageId }, EstuaryJsonContext.Default.AudioPlaybackCompleteMessage, CancellationToken.None);

        // A failure to send shows at once; the wait for room is the next message's.
        if (sent.IsCompleted)
        {
            sent.GetAwaiter().GetResult();
        }
    }

    /// <summary>Sends a picture; the character answers it.</summary>
    /// <param name="image">The picture's bytes; at most some 12 MB.</param>
    /// <param name="mimeType"><c>image/jpeg</c> or <c>image/png</c>.</param>
    /// <param name="requestId">The <see cref="CameraCaptureRequest"/> it answers; null when nobody asked.</param>
    /// <param name="text">What the player says to it; null for nothing.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="ArgumentException">There is no picture, or no type.</exception>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public async Task SendCameraImageAsync(ReadOnlyMemory<byte> image, string mimeType = "image/jpeg", string? requestId = null, string? text = null, CancellationToken cancellationToken = default)
    {
        if (image.IsEmpty || string.IsNullOrWhiteSpace(mimeType))
        {
            throw new ArgumentException("A picture and its type are required.", image.IsEmpty ? nameof(image) : nameof(mimeType));
        }

        // Servers speak the answer at 16 kHz when no rate is named.
        var message = new CameraImageMessage { Image = image.ToArray(), MimeType = mimeType, RequestId = requestId, Text = text, SampleRate = _options.AudioSampleRate };
        await Link().EmitAsync(EstuaryEventNames.CameraImage, message, EstuaryJsonContext.Default.CameraImageMessage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends preferences. Servers accept them without effect.</summary>
    /// <param name="enableVisionAcknowledgment">Whether the character should say that it looks at a picture.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>.</exception>
    public async Task UpdatePreferencesAsync(bool enableVisionAcknowledgment, CancellationToken cancellationToken = default) => await Link().EmitAsync(
        EstuaryEventNames.UpdatePreferences,
        new UpdatePreferencesMessage { EnableVisionAcknowledgment = enableVisionAcknowledgment },
        EstuaryJsonContext.Default.UpdatePreferencesMessage,
        cancellationToken).ConfigureAwait(false);
}
