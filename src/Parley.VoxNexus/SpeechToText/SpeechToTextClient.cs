using Parley.Audio;
using Parley.Audio.Levels;
using Parley.Audio.Resampling;
using Parley.Audio.Wav;
using Parley.Realtime;

namespace Parley.VoxNexus;

/// <summary>
/// Realtime speech to text. Audio of any size goes in and is sent in even pieces; transcripts come out with times on the
/// caller's own line, which runs on across flushes and reconnects. Works against the original service and against a Parley
/// server. Thread-safe; audio has one sender at a time.
/// </summary>
/// <remarks>
/// What survives a reconnect: audio after the last final, up to <see cref="SpeechToTextOptions.ReplayWindow"/>, and flushes
/// that were not answered are sent again; audio given meanwhile follows, up to the backlog. What is gone is reported as
/// <see cref="AudioLost"/>.
/// </remarks>
public sealed partial class SpeechToTextClient : VoxNexusClient
{
    private readonly SpeechToTextOptions _options;
    private readonly OutgoingAudio _audio;
    private readonly SessionClock _clock;
    private readonly LevelMeter _meter;
    private readonly SemaphoreSlim _appending = new(1, 1);
    private bool _checkedForRiff;

    /// <summary>Creates a client; <see cref="VoxNexusClient.ConnectAsync"/> connects it.</summary>
    /// <param name="options">Where, and what the audio is; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SpeechToTextClient(SpeechToTextOptions? options = null)
        : base(options = (options ?? new SpeechToTextOptions()).Validated(), "/v1/stt/realtime")
    {
        _options = options;
        Format = options.PcmFormat;
        _audio = new OutgoingAudio(Format.Samples(options.MaxBacklog), Format.Samples(options.ReplayWindow));
        _clock = new SessionClock(Format.SampleRate);
        _meter = new LevelMeter(Format);
        _pacer = new Pacer(options.Pace, Format, options.TimeProvider);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>The format of the audio to give.</summary>
    public PcmFormat Format { get; }

    /// <summary>The caller's time: how much audio was given so far.</summary>
    public TimeSpan Position => Format.Duration(_audio.End);

    /// <summary>Level of the audio given last: silence here means that nothing can be recognised.</summary>
    public AudioLevel InputLevel { get; private set; }

    /// <summary>Gives the next samples.</summary>
    /// <param name="samples">Any length, at <see cref="Format"/>; copied.</param>
    /// <param name="cancellationToken">Ends the wait for room; what was taken before stays taken.</param>
    /// <exception cref="InvalidOperationException">Not connected yet.</exception>
    /// <exception cref="SlowConsumerException">The backlog is full and the policy is to fail.</exception>
    /// <exception cref="RealtimeException">The connection is over.</exception>
    public async ValueTask SendAudioAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _meter.Process(samples.Span);
            InputLevel = _meter.Level;
            WarnOfRiff(samples.Span);
            if (_options.BacklogPolicy == BacklogPolicy.Fail && !_audio.HasRoom(samples.Length))
            {
                throw new SlowConsumerException($"More than {_options.MaxBacklog.TotalSeconds:0.###} s of audio wait to be sent.");
            }

            await AppendAsync(samples, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _appending.Release();
        }
    }

    /// <summary>Gives the next bytes of 16-bit little-endian samples; an odd byte waits for its other half.</summary>
    /// <param name="bytes">Any length; copied.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    public async ValueTask SendAudioAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var samples = System.Buffers.ArrayPool<short>.Shared.Rent((bytes.Length / 2) + 1);
        try
        {
            var count = TakeSamples(bytes.Span, samples);
            await SendAudioAsync(samples.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            System.Buffers.ArrayPool<short>.Shared.Return(samples);
        }
    }

    /// <summary>Gives a whole source, resampled where its rate differs, until it ends.</summary>
    /// <param name="source">Read to its end; left open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task SendAudioAsync(IAudioSource source, CancellationToken cancellationToken = default)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        await SendAllAsync(source.Format, source.ReadAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a WAV file of any supported layout, mixed down and resampled.</summary>
    /// <param name="wav">Left open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="AudioFormatException">It is not a WAV file, or in a form that is not supported.</exception>
    public async Task SendWavAsync(Stream wav, CancellationToken cancellationToken = default)
    {
        var reader = await WavReader.OpenAsync(wav, leaveOpen: true, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await SendAllAsync(reader.Format, reader.ReadAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends what waits, however short, then the <c>flush</c> command, and waits until the service has answered everything
    /// before it. Audio given meanwhile belongs to the next recognition session.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; a flush that was sent is still answered.</param>
    /// <exception cref="TimeoutException">No answer within <see cref="SpeechToTextOptions.FlushTimeout"/> of sending it.</exception>
    /// <exception cref="RealtimeException">The connection ended for good first.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => FlushAsync(null, cancellationToken);

    private async Task FlushAsync(Action<long>? at, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        PendingFlush flush;
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            at?.Invoke(_audio.End);
            flush = _audio.AddFlush();
        }
        finally
        {
            _appending.Release();
        }

        if (_over is { } over)
        {
            flush.Fail(over);
        }

        try
        {
            await flush.FirstSent.WaitAsync(cancellationToken).ConfigureAwait(false);
            await flush.Done.WaitAsync(_options.FlushTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            _audio.Withdraw(flush);
            throw;
        }
    }

    private async Task SendAllAsync(PcmFormat format, Func<Memory<short>, CancellationToken, ValueTask<int>> read, CancellationToken cancellationToken)
    {
        var resampler = new Resampler(format.SampleRate, Format.SampleRate);
        var input = new short[format.Samples(TimeSpan.FromMilliseconds(20))];
        var output = new short[resampler.MaxOutputLength(input.Length)];
        int count;
        while ((count = await read(input, cancellationToken).ConfigureAwait(false)) > 0)
        {
            count = resampler.Process(input.AsSpan(0, count), output);
            await SendAudioAsync(output.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        var tail = new short[resampler.FlushLength];
        await SendAudioAsync(tail.AsMemory(0, resampler.Flush(tail)), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AppendAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        var dropOldest = _options.BacklogPolicy == BacklogPolicy.DropOldest;
        var most = (int)Format.Samples(_options.MaxBacklog);
        while (!samples.IsEmpty)
        {
            if (dropOldest && State == ConnectionState.Reconnecting)
            {
                _audio.AppendOffline(samples.Span);
                return;
            }

            var taken = Append(samples.Span[..Math.Min(samples.Length, most)], dropOldest);
            if (taken == 0)
            {
                var changed = _audio.Changed;
                taken = Append(samples.Span[..Math.Min(samples.Length, most)], dropOldest);
                if (taken == 0)
                {
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                    ThrowIfUnusable();
                }
            }

            samples = samples[taken..];
        }
    }

    private int Append(ReadOnlySpan<short> samples, bool dropOldest)
    {
        var taken = _audio.Append(samples, dropOldest, out var lost);
        ReportLoss(lost.Start, lost.Count);
        return taken;
    }

    private void ReportLoss(long start, long count)
    {
        if (count > 0)
        {
            VoxNexusLog.AudioLost(Logger, Format.Duration(count).TotalSeconds);
            Publish(new AudioLost(Format.Duration(start), Format.Duration(count)));
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
