using Parley.Audio;
using Parley.Realtime;

namespace Parley.VoxNexus;

public sealed partial class SpeechToTextClient
{
    private readonly object _recordingGate = new();
    private CancellationTokenSource? _recordingStop;
    private Task? _recording;

    /// <summary>Sends a microphone's audio until <see cref="StopRecordingAsync"/> or its end.</summary>
    /// <param name="source">Read in the background, resampled where its rate differs; not disposed.</param>
    /// <param name="cancellationToken">Refuses to begin.</param>
    /// <exception cref="InvalidOperationException">Not connected, or recording already.</exception>
    public Task StartRecordingAsync(IAudioSource source, CancellationToken cancellationToken = default)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfUnusable();
        lock (_recordingGate)
        {
            if (_recording is { IsCompleted: false })
            {
                throw new InvalidOperationException("Recording already.");
            }

            _recordingStop = new CancellationTokenSource();
            var token = _recordingStop.Token;
            _recording = Task.Run(() => SendAudioAsync(source, token), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    /// <summary>Stops sending the microphone's audio; what was read is sent. Does not flush. Does nothing when not recording.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RealtimeException">The recording had ended because the connection did.</exception>
    /// <exception cref="IOException">The source had failed.</exception>
    public async Task StopRecordingAsync(CancellationToken cancellationToken = default)
    {
        Task? recording;
        lock (_recordingGate)
        {
            _recordingStop?.Cancel();
            recording = _recording;
            _recording = null;
        }

        if (recording is not null)
        {
            try
            {
                await recording.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Stopped, as asked.
            }
        }
    }

    /// <summary>Gives a whole source, flushes, and yields the transcripts as they come: partials and finals, the last final before the end.</summary>
    /// <param name="source">Read to its end; left open.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RealtimeException">While enumerating: the connection ended for good, or the service could not recognise.</exception>
    public async IAsyncEnumerable<Transcript> TranscribeAsync(IAudioSource source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = ReadEventsAsync(stop.Token);
        var end = long.MaxValue;
        var sending = Task.Run(SendAsync, CancellationToken.None);
        try
        {
            await foreach (var e in UntilCancelled(events, stop.Token).ConfigureAwait(false))
            {
                if (e is Transcript transcript)
                {
                    yield return transcript;
                }
                else if (e is ErrorReceived { Error: { } error } && error.ErrorCode == Wire.VoxNexusErrorCode.RecognitionFailed)
                {
                    throw error;
                }
                else if (e is FlushDone done && Volatile.Read(ref end) is var at and < long.MaxValue && done.Position >= Format.Duration(at))
                {
                    break;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            await sending.ConfigureAwait(false);
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAny(sending).ConfigureAwait(false);
        }

        async Task SendAsync()
        {
            try
            {
                await SendAudioAsync(source, stop.Token).ConfigureAwait(false);
                await FlushAsync(position => Volatile.Write(ref end, position), stop.Token).ConfigureAwait(false);
            }
            catch
            {
                // The transcripts end here; the caller gets the reason.
                stop.Cancel();
                throw;
            }
        }
    }

    private static async IAsyncEnumerable<VoxNexusEvent> UntilCancelled(IAsyncEnumerable<VoxNexusEvent> events, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = events.GetAsyncEnumerator(cancellationToken);
        await using (enumerator.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    yield break;
                }

                yield return enumerator.Current;
            }
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        lock (_recordingGate)
        {
            _recordingStop?.Cancel();
        }

        await base.DisposeAsync().ConfigureAwait(false);
        _stopping.Cancel();
        await _pump.ConfigureAwait(false);
    }
}
