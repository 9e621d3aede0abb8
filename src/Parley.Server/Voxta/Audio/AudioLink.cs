using System.Net.WebSockets;
using Parley.Audio;
using Parley.Conversation;
using Parley.Conversation.Microphones;
using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Realtime;
using Parley.Speech;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Audio;

/// <summary>
/// Raw PCM of one hub connection (specification §1.8): bound to a session by token, client instance or player, bound anew whenever
/// sessions change. Audio without a session is discarded.
/// </summary>
internal sealed class AudioLink(VoxtaApp app) : IAsyncDisposable
{
    private const int MaxPieceBytes = 32 * 1024;

    private readonly MicrophoneLevel _level = new(app.Services.Apps, app.Services.Time);
    private readonly SemaphoreSlim _binding = new(1, 1);
    private readonly Lock _gate = new();
    private short[] _samples = [];
    private byte _odd;
    private bool _hasOdd;
    private bool _wantsInput;
    private bool _formatTold;
    private ConversationSession? _session;
    private Microphone? _microphone;
    private Speaker? _speaker;
    private Task _playing = Task.CompletedTask;
    private CancellationTokenSource? _bound;
    private bool _disposed;

    /// <summary>The session it is bound to; null for none.</summary>
    public Guid? SessionId => _session?.Id;

    /// <summary>Takes microphone audio: 16-bit little-endian mono; a chunk may end within a sample, a RIFF header is skipped.</summary>
    public void Write(ReadOnlySpan<byte> pcm)
    {
        if (!_wantsInput)
        {
            // The first audio says that recording is wanted.
            _wantsInput = true;
            Rebind();
        }

        pcm = RiffHeader.Skip(pcm);
        lock (_gate)
        {
            if (_microphone is not { } microphone)
            {
                _hasOdd = false;
                return;
            }

            do
            {
                // However long the message is, only a piece of it is held twice.
                var samples = Samples(pcm[..Math.Min(pcm.Length, MaxPieceBytes)]);
                pcm = pcm[Math.Min(pcm.Length, MaxPieceBytes)..];
                microphone.Write(samples);
                if (_session is { } session)
                {
                    _level.Report(session, samples);
                }
            }
            while (!pcm.IsEmpty);
        }
    }

    /// <summary>Looks again which session this connection belongs to.</summary>
    public void Rebind()
    {
        if (app.Identity is not null && (app.IsAudioConnection || _wantsInput))
        {
            _ = RebindAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _binding.WaitAsync();
        await UnbindAsync();
        _binding.Release();
    }

    private async Task RebindAsync()
    {
        await _binding.WaitAsync();
        try
        {
            if (_disposed)
            {
                return;
            }

            var session = Find();
            if (session == _session && (_microphone is not null || !_wantsInput))
            {
                return;
            }

            if (session != _session)
            {
                await UnbindAsync();
                _session = session;
            }

            if (session is not null)
            {
                await BindAsync(session);
            }
        }
        catch (Exception error) when (error is ConversationException or EngineException or OperationCanceledException or RealtimeException)
        {
            // The session ended meanwhile, or nothing can listen: the next change tries again.
            await UnbindAsync();
        }
        finally
        {
            _binding.Release();
        }
    }

    private ConversationSession? Find()
    {
        var id = app.IsAudioConnection ? app.Services.Apps.SessionFor(app) : app.CurrentSession;
        return id is { } known && app.Services.Sessions.TryGet(app.Player, known, out var session) ? session
            : app.IsAudioConnection ? app.Services.Sessions.List(app.Player).FirstOrDefault()
            : null;
    }

    private async Task BindAsync(ConversationSession session)
    {
        if (app.IsAudioConnection && _speaker is null)
        {
            var rate = app.Services.Options.AudioOutputRate;
            _speaker = await session.OpenSpeakerAsync(new SpeakerOptions { Kind = SpeakerKind.Frames, SampleRate = rate }, app.Connection.Ending);
            if (!_formatTold)
            {
                _formatTold = true;
                await app.Connection.SendAsync(new AudioOutputFormat { ContentType = "audio/pcm", SampleRate = rate, Channels = 1, BitsPerSample = 16 });
            }

            _bound = CancellationTokenSource.CreateLinkedTokenSource(app.Connection.Ending);
            _playing = PlayAsync(_speaker, _bound.Token);
        }

        if (_wantsInput && _microphone is null)
        {
            var microphone = await session.OpenMicrophoneAsync(
                new MicrophoneOptions
                {
                    SampleRate = app.Services.Options.AudioInputRate,
                    BargeIn = app.Services.Options.PauseRecognitionDuringPlayback ? false : null,
                    Submission = app.Services.Options.AutoSubmitTranscripts == AutoSubmitTranscripts.Never ? TranscriptSubmission.Client : TranscriptSubmission.ClientOrSession,
                },
                app.Connection.Ending);
            lock (_gate)
            {
                _microphone = microphone;
            }
        }
    }

    private async Task UnbindAsync()
    {
        Microphone? microphone;
        lock (_gate)
        {
            microphone = _microphone;
            _microphone = null;
        }

        if (microphone is not null)
        {
            await microphone.DisposeAsync();
        }

        if (_bound is { } bound)
        {
            await bound.CancelAsync();
        }

        if (_speaker is { } speaker)
        {
            await speaker.DisposeAsync();
        }

        await _playing;
        _bound?.Dispose();
        _bound = null;
        _speaker = null;
        _session = null;
        _playing = Task.CompletedTask;
    }

    private async Task PlayAsync(Speaker speaker, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var bytes = new byte[speaker.Options.SampleRate * PcmFormat.BytesPerSample];
        try
        {
            await foreach (var frame in speaker.ReadFramesAsync(cancellationToken))
            {
                var length = Pcm16.ToBytes(frame.Samples.Span, bytes);
                await app.Connection.SendAudioAsync(bytes.AsMemory(0, length), cancellationToken);
            }
        }
        catch (Exception error) when (error is RealtimeException or OperationCanceledException or WebSocketException)
        {
            // The connection is ending.
        }
    }

    private ReadOnlySpan<short> Samples(ReadOnlySpan<byte> pcm)
    {
        var total = pcm.Length + (_hasOdd ? 1 : 0);
        if (_samples.Length < total / 2)
        {
            _samples = new short[Math.Max(total / 2, 4096)];
        }

        var count = 0;
        if (_hasOdd && pcm.Length > 0)
        {
            _samples[count++] = (short)(_odd | (pcm[0] << 8));
            pcm = pcm[1..];
            _hasOdd = false;
        }

        count += Pcm16.FromBytes(pcm[..(pcm.Length & ~1)], _samples.AsSpan(count));
        if ((pcm.Length & 1) == 1)
        {
            _odd = pcm[^1];
            _hasOdd = true;
        }

        return _samples.AsSpan(0, count);
    }
}
