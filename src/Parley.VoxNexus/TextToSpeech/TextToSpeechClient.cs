using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>
/// Realtime text to speech. Each utterance gets exactly its own audio; utterances are spoken in the order in which they
/// were begun. Works against the original service and against a Parley server. Thread-safe.
/// </summary>
/// <remarks>
/// What survives a reconnect: utterances of which no audio had arrived are sent again; the others fail with a retryable
/// error, or go on where they stopped with <see cref="TextToSpeechOptions.ResumeInterruptedUtterances"/>.
/// </remarks>
public sealed partial class TextToSpeechClient : VoxNexusClient
{
    private readonly TextToSpeechOptions _options;
    private readonly AudioBudget _budget;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _ended = new();
    private long _lastNumber;

    /// <summary>Creates a client; <see cref="VoxNexusClient.ConnectAsync"/> connects it.</summary>
    /// <param name="options">Where and with which voice.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public TextToSpeechClient(TextToSpeechOptions options)
        : base((options ?? throw new ArgumentNullException(nameof(options))).Validated(), "/v1/tts/realtime")
    {
        _options = options;
        _budget = new AudioBudget(options.PcmFormat.Samples(options.MaxBufferedAudio));
        _slots = new SemaphoreSlim(options.MaxPendingUtterances, options.MaxPendingUtterances);
    }

    /// <summary>Speaks a text. Completes when it is sent; the audio comes from the utterance.</summary>
    /// <param name="text">At most 50,000 characters.</param>
    /// <param name="cancellationToken">Ends the wait for its turn; the utterance does not exist then.</param>
    /// <exception cref="ArgumentException">The text is too long.</exception>
    /// <exception cref="InvalidOperationException">Not connected yet.</exception>
    /// <exception cref="ConnectionException">The connection is over.</exception>
    public async Task<SpeechUtterance> SynthesizeAsync(string text, CancellationToken cancellationToken = default)
    {
        CheckLength(text);
        var writer = await BeginUtteranceAsync(cancellationToken).ConfigureAwait(false);
        await SendWholeAsync(writer.Utterance, text).ConfigureAwait(false);
        writer.MarkCompleted();
        return writer.Utterance;
    }

    /// <summary>
    /// Speaks text that is still being written, e.g. a language model's tokens with their own white space. Returns at once
    /// when its turn has come; the text is read to its end in the background, and a failure of it ends the utterance there.
    /// </summary>
    /// <param name="pieces">The text in pieces.</param>
    /// <param name="cancellationToken">Ends the wait, and later the reading of the text.</param>
    public async Task<SpeechUtterance> SynthesizeAsync(IAsyncEnumerable<string> pieces, CancellationToken cancellationToken = default)
    {
        if (pieces is null)
        {
            throw new ArgumentNullException(nameof(pieces));
        }

        var writer = await BeginUtteranceAsync(cancellationToken).ConfigureAwait(false);
        writer.Follow(pieces, cancellationToken);
        return writer.Utterance;
    }

    /// <summary>Speaks a list of words, with the spaces between them that any service needs.</summary>
    /// <param name="words">Words without white space of their own.</param>
    /// <param name="cancellationToken">Ends the wait for its turn.</param>
    public Task<SpeechUtterance> SynthesizeWordsAsync(IEnumerable<string> words, CancellationToken cancellationToken = default) =>
        SynthesizeAsync(string.Join(" ", words ?? throw new ArgumentNullException(nameof(words))), cancellationToken);

    /// <summary>Begins an utterance whose text follows piece by piece. Waits while another is open or too many are under way.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<UtteranceWriter> BeginUtteranceAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        try
        {
            await _slots.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch
            {
                _slots.Release();
                throw;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ThrowIfUnusable();
            throw;
        }

        try
        {
            ThrowIfUnusable();
            return new UtteranceWriter(this, Enqueue(), _options.TimeProvider);
        }
        catch
        {
            _turn.Release();
            _slots.Release();
            throw;
        }
    }

    private SpeechUtterance Enqueue()
    {
        lock (_gate)
        {
            if (_over is { } cause)
            {
                throw cause;
            }

            var utterance = new SpeechUtterance(++_lastNumber, _options.PcmFormat, _options.Format == "wav", _budget);
            _pending.Add(utterance);
            return utterance;
        }
    }

    private static void CheckLength(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        if (WireRanges.TextLength(text) > WireRanges.MaxUtteranceTextLength)
        {
            throw new ArgumentException($"An utterance holds at most {WireRanges.MaxUtteranceTextLength} characters.", nameof(text));
        }
    }

    private void ThrowIfUnusable()
    {
        switch (State)
        {
            case ConnectionState.Disconnected or ConnectionState.Connecting:
                throw new InvalidOperationException("Connect first.");
            case ConnectionState.Closing or ConnectionState.Closed:
                throw _over ?? new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed on this side.", isTransient: false);
        }
    }
}
