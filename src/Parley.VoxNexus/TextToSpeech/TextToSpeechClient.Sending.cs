using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

public sealed partial class TextToSpeechClient
{
    // Orders what is sent, and keeps a reconnect's repetition apart from new text. Never held while waiting for audio.
    private readonly SemaphoreSlim _sending = new(1, 1);
    private VoxNexusLink? _link;

    /// <summary>Drops everything not yet spoken, here at once and at the service if it knows how: for barge-in.</summary>
    /// <param name="cancellationToken">Ends the wait for the send queue.</param>
    public async Task CancelAsync(CancellationToken cancellationToken = default)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                if (_pending.TrueForAll(static u => u.IsEnded))
                {
                    return;
                }

                _cancelsSent++;
                foreach (var utterance in _pending)
                {
                    utterance.Cancel();
                    if (utterance.IsFinalSent && utterance.CancelNumber == 0)
                    {
                        utterance.CancelNumber = _cancelsSent;
                    }
                }
            }

            if (_cancelSupport != CancelSupport.No)
            {
                await SendOnLinkAsync(CommandMessage.Cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Records and sends a piece. A lost connection is not an error here: the reconnect sends the record, or fails the utterance.</summary>
    internal async ValueTask SendTextAsync(SpeechUtterance utterance, string text, bool isFinal, CancellationToken cancellationToken)
    {
        if (!isFinal)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await _sending.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                utterance.IsFinalSent |= isFinal;
            }

            if (utterance.ReceivedSamples == 0 || _options.ResumeInterruptedUtterances)
            {
                utterance.Record(text, isFinal);
            }

            // What failed or was cancelled half-way is still ended at the service, which would wait for the rest of it.
            if (!utterance.IsEnded)
            {
                utterance.OpenOn = _link;
                await SendOnLinkAsync(new TextMessage(text, isFinal)).ConfigureAwait(false);
            }
            else if (isFinal && utterance.OpenOn is { } open && ReferenceEquals(open, _link))
            {
                await SendOnLinkAsync(new TextMessage(string.Empty, IsFinal: true)).ConfigureAwait(false);
            }
            else if (isFinal)
            {
                // The service never heard of it: no frame will take it off the list.
                Remove(utterance);
            }
        }
        finally
        {
            _sending.Release();
            if (isFinal)
            {
                _turn.Release();
            }
        }
    }

    private async Task SendWholeAsync(SpeechUtterance utterance, string text)
    {
        while (WireRanges.TextLength(text) > WireRanges.MaxTextLength)
        {
            var cut = text.LastIndexOf(' ', WireRanges.MaxTextLength - 2) + 1;
            cut = cut > 0 ? cut : WireRanges.MaxTextLength - (char.IsHighSurrogate(text[WireRanges.MaxTextLength - 1]) ? 1 : 0);
            await SendTextAsync(utterance, text[..cut], isFinal: false, CancellationToken.None).ConfigureAwait(false);
            text = text[cut..];
        }

        await SendTextAsync(utterance, text, isFinal: true, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask SendOnLinkAsync(IWireMessage message)
    {
        if (_link is not { } link)
        {
            return;
        }

        try
        {
            await link.SendAsync(message, link.Closing).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RealtimeException or OperationCanceledException)
        {
            // The link is at its end: the supervisor opens the next one or closes.
            _link = null;
        }
    }

    private protected override IWireMessage CreateInit() => new TtsInitMessage
    {
        Settings = _options.Settings,
        AudioTransport = _options.BinaryAudio ? "binary" : null,
        EnableTimestamps = _options.WordTimes ? true : null,
    };

    private protected override async Task OnOpenedAsync(VoxNexusLink link, bool isReconnect, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var (text, isFinal) in TakeRepetition(link))
            {
                await link.SendAsync(new TextMessage(text, isFinal), cancellationToken).ConfigureAwait(false);
            }

            _link = link;
        }
        finally
        {
            _sending.Release();
        }
    }
}
