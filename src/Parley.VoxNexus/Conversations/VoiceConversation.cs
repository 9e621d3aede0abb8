using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Parley.Audio;
using Parley.Realtime;

namespace Parley.VoxNexus;

/// <summary>Makes the reply to what the user said; it may stream, and is cancelled when the user interrupts.</summary>
/// <param name="said">The final transcript.</param>
/// <param name="cancellationToken">Cancelled when the turn is.</param>
public delegate IAsyncEnumerable<string> ConversationReply(FinalTranscript said, CancellationToken cancellationToken);

/// <summary>
/// A spoken conversation: what the recogniser hears becomes a reply of the caller's, which is spoken while it is still
/// being written. One turn at a time. Thread-safe.
/// </summary>
public sealed class VoiceConversation : IAsyncDisposable
{
    private readonly VoiceConversationOptions _options;
    private readonly ConversationReply _reply;
    private readonly EventStream<VoxNexusEvent> _events;
    private readonly ILogger _logger;
    private readonly Channel<FinalTranscript> _finals;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly object _gate = new();
    private CancellationTokenSource? _turn;
    private GatedSource? _microphone;
    private IAudioSink? _speaker;
    private Task _loop = Task.CompletedTask;
    private volatile bool _playing;

    /// <summary>Creates a conversation.</summary>
    /// <param name="options">The service, the voice, and whether the user may interrupt.</param>
    /// <param name="reply">Makes the replies.</param>
    public VoiceConversation(VoiceConversationOptions options, ConversationReply reply)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _reply = reply ?? throw new ArgumentNullException(nameof(reply));
        TextToSpeech = new TextToSpeechClient(options.TextToSpeech);
        SpeechToText = new SpeechToTextClient(options.SpeechToText);
        _logger = options.TextToSpeech.LoggerFactory.CreateLogger<VoiceConversation>();
        _events = new EventStream<VoxNexusEvent>(_logger, options.TextToSpeech.OnHandlerError);
        _finals = Channel.CreateBounded<FinalTranscript>(new BoundedChannelOptions(Math.Max(1, options.MaxWaitingFinals))
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        _subscriptions.Add(SpeechToText.On<FinalTranscript>(OnFinal));
        _subscriptions.Add(SpeechToText.On<PartialTranscript>(OnPartialAsync));
    }

    /// <summary>Creates a conversation whose replies come whole.</summary>
    /// <param name="options">The service, the voice, and whether the user may interrupt.</param>
    /// <param name="reply">Makes a reply; null or blank says nothing.</param>
    public VoiceConversation(VoiceConversationOptions options, Func<FinalTranscript, CancellationToken, Task<string?>> reply)
        : this(options, Whole(reply))
    {
    }

    /// <summary>The speaking half, for its events and state.</summary>
    public TextToSpeechClient TextToSpeech { get; }

    /// <summary>The listening half, for its events and state.</summary>
    public SpeechToTextClient SpeechToText { get; }

    /// <summary>Whether a reply is being played.</summary>
    public bool IsSpeaking => _playing;

    /// <summary>Calls a handler for every <see cref="TurnStarted"/> or <see cref="TurnEnded"/> from now on.</summary>
    /// <typeparam name="T">One of them, or <see cref="VoxNexusEvent"/> for both.</typeparam>
    /// <param name="handler">What to call.</param>
    /// <returns>Dispose to unsubscribe.</returns>
    public IDisposable On<T>(Action<T> handler)
        where T : VoxNexusEvent => _events.On(handler);

    /// <summary>The turns from this call on.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<VoxNexusEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.ReadAsync(cancellationToken);

    /// <summary>Connects both halves, waits until both are ready, and listens.</summary>
    /// <param name="microphone">Read until the conversation ends; not disposed.</param>
    /// <param name="speaker">Where replies are played; not disposed.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    public async Task StartAsync(IAudioSource microphone, IAudioSink speaker, CancellationToken cancellationToken = default)
    {
        _microphone = new GatedSource(microphone ?? throw new ArgumentNullException(nameof(microphone)));
        _speaker = speaker ?? throw new ArgumentNullException(nameof(speaker));
        await Task.WhenAll(TextToSpeech.ConnectAsync(cancellationToken), SpeechToText.ConnectAsync(cancellationToken)).ConfigureAwait(false);
        _loop = Task.Run(RunAsync, CancellationToken.None);
        await SpeechToText.StartRecordingAsync(_microphone, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cuts the reply off at once; the conversation goes on. Does nothing between turns.</summary>
    public async Task InterruptAsync()
    {
        CancellationTokenSource? turn;
        lock (_gate)
        {
            turn = _turn;
        }

        if (turn is null)
        {
            return;
        }

        try
        {
            turn.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
            return;
        }

        _speaker?.Clear();
        await TextToSpeech.CancelAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Ends the turn and closes both halves.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        await InterruptAsync().ConfigureAwait(false);
        _finals.Writer.TryComplete();
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        await Task.WhenAll(SpeechToText.DisposeAsync().AsTask(), TextToSpeech.DisposeAsync().AsTask()).ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await _events.DisposeAsync().ConfigureAwait(false);
    }

    private void OnFinal(FinalTranscript final)
    {
        if (!string.IsNullOrWhiteSpace(final.Text))
        {
            _finals.Writer.TryWrite(final);
        }
    }

    private async ValueTask OnPartialAsync(PartialTranscript partial)
    {
        if (_options.BargeIn && _playing && partial.Text.Trim().Length >= _options.BargeInCharacters)
        {
            await InterruptAsync().ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        while (await _finals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (!_stopping.IsCancellationRequested && _finals.Reader.TryRead(out var said))
            {
                await TakeTurnAsync(said).ConfigureAwait(false);
            }

            if (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task TakeTurnAsync(FinalTranscript said)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        lock (_gate)
        {
            _turn = turn;
        }

        _events.Publish(new TurnStarted(said));
        TurnEnded ended;
        try
        {
            await SpeakAsync(_reply(said, turn.Token), turn.Token).ConfigureAwait(false);
            ended = new TurnEnded(said, TurnOutcome.Completed);
        }
        catch (OperationCanceledException)
        {
            ended = new TurnEnded(said, TurnOutcome.Interrupted);
        }
        catch (Exception e)
        {
            VoxNexusLog.CallbackFailed(_logger, e.GetType().Name);
            ended = new TurnEnded(said, TurnOutcome.Failed, e);
        }
        finally
        {
            lock (_gate)
            {
                _turn = null;
            }

            await EndPlayingAsync().ConfigureAwait(false);
        }

        _events.Publish(ended);
    }

    private async Task SpeakAsync(IAsyncEnumerable<string> text, CancellationToken cancellationToken)
    {
        var utterance = await TextToSpeech.SynthesizeAsync(text, cancellationToken).ConfigureAwait(false);
        await using (utterance.ConfigureAwait(false))
        {
            var speaker = _speaker!;
            await utterance.PlayAsync(speaker, BeginPlaying, cancellationToken).ConfigureAwait(false);
            await speaker.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void BeginPlaying()
    {
        _playing = true;
        _microphone!.IsMuted = !_options.BargeIn;
    }

    private async Task EndPlayingAsync()
    {
        if (_playing && !_options.BargeIn && !_stopping.IsCancellationRequested)
        {
            try
            {
                await _options.SpeechToText.TimeProvider.Delay(_options.EchoTail, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Ending.
            }
        }

        _playing = false;
        if (_microphone is { } microphone)
        {
            microphone.IsMuted = false;
        }
    }

    private static ConversationReply Whole(Func<FinalTranscript, CancellationToken, Task<string?>> reply)
    {
        if (reply is null)
        {
            throw new ArgumentNullException(nameof(reply));
        }

        return Reply;

        async IAsyncEnumerable<string> Reply(FinalTranscript said, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (await reply(said, cancellationToken).ConfigureAwait(false) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                yield return text;
            }
        }
    }
}
