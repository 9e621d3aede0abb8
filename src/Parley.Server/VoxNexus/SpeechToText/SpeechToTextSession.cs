using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Parley.Audio;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>One socket of <c>/v1/stt/realtime</c>: audio and commands come in here; <see cref="RecognitionPump"/> carries them on.</summary>
internal sealed class SpeechToTextSession : Session
{
    private const int MaxBadAudio = 20;

    private readonly ISpeechEngines _engines;
    private readonly TranscriptSender _transcripts;
    private readonly RecognitionPump _pump;
    private RecognitionSettings? _settings;
    private AudioInput? _input;
    private ArrivalRate? _arrival;
    private bool _hasAudio;
    private int _badAudio;

    public SpeechToTextSession(ConnectionContext context, ISpeechEngines engines)
        : base(context)
    {
        _engines = engines;
        _transcripts = new TranscriptSender(Sender, context.Time, () => RequestId);
        _pump = new RecognitionPump(context, _transcripts, AcceptInit, Ending) { OnBroken = OnBroken };
    }

    protected override bool IsBusy => _pump.IsBusy;

    protected override ValueTask HandleAsync(Envelope envelope, ReadOnlyMemory<byte> message) => envelope.Kind switch
    {
        MessageKind.Audio => HandleAudioAsync(envelope, message.Span),
        MessageKind.Text => RefuseUnknownTypeAsync(),
        MessageKind.Init => HandleInitAsync(message),
        MessageKind.Command => HandleCommandAsync(message),
        MessageKind.Cancel => CancelAsync(),
        _ => FinishAsync(),
    };

    protected override ValueTask HandleBinaryAsync(ReadOnlyMemory<byte> message)
    {
        if (_input is null)
        {
            return RefuseUninitializedAsync();
        }

        var buffer = Rent(message.Length);
        message.Span.CopyTo(MemoryMarshal.AsBytes(buffer.AsSpan())[_input.Lead..]);
        return TakeAsync(buffer, message.Length);
    }

    protected override void Drain(ConnectionEnd end)
    {
        if (_hasAudio)
        {
            _pump.Flush();
        }

        _pump.Then(() => End(end));
    }

    protected override async ValueTask StopAsync()
    {
        await _pump.DisposeAsync().ConfigureAwait(false);
        _transcripts.Dispose();
    }

    // The hot path: one pass over the JSON, base64 from the receive buffer into a rented array, which the pump takes over.
    private ValueTask HandleAudioAsync(Envelope envelope, ReadOnlySpan<byte> message)
    {
        if (!envelope.HasData)
        {
            return RefuseMessageAsync("data must be a base64 string");
        }

        Understood();
        if (_input is null)
        {
            return RefuseUninitializedAsync();
        }

        var buffer = Rent(AudioData.MaxLength(envelope.Data(message).Length));
        if (AudioData.TryDecode(envelope, message, MemoryMarshal.AsBytes(buffer.AsSpan())[_input.Lead..], out var count))
        {
            return TakeAsync(buffer, count);
        }

        ArrayPool<short>.Shared.Return(buffer);
        return RefuseAudioAsync(new ApiError(ErrorCodes.InvalidAudioData, "audio data is not valid base64"));
    }

    private static short[] Rent(int bytes) => ArrayPool<short>.Shared.Rent((bytes / PcmFormat.BytesPerSample) + 2);

    private ValueTask TakeAsync(short[] buffer, int count)
    {
        if (count == 0)
        {
            ArrayPool<short>.Shared.Return(buffer);
            return default;
        }

        AudioBlock block;
        try
        {
            block = _input!.Take(buffer, count);
        }
        catch (AudioFormatException e)
        {
            return SendErrorAsync(e.Problem == AudioFormatProblem.Unsupported
                ? new ApiError(ErrorCodes.UnsupportedFormat, "the WAV stream's codec is not supported; this session's audio is ignored")
                : new ApiError(ErrorCodes.InvalidAudioData, "the WAV header is broken; this session's audio is ignored"));
        }

        _badAudio = 0;
        _hasAudio = true;
        _arrival!.Count(block.Length);
        _pump.Audio(block, count, _settings!.Options.SampleRate);
        var room = _pump.WaitForRoomAsync(Ending);
        return room.IsCompletedSuccessfully ? default : WaitAsync(room);
    }

    private async ValueTask WaitAsync(ValueTask room)
    {
        try
        {
            await room.ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            End(ConnectionEnd.Policy(ErrorCodes.BufferOverflow, "audio came faster than it could be recognised, for too long"));
        }
    }

    private ValueTask RefuseAudioAsync(ApiError error)
    {
        if (++_badAudio <= MaxBadAudio)
        {
            return SendErrorAsync(error);
        }

        End(ConnectionEnd.Undecodable(error));
        return default;
    }

    private ValueTask HandleInitAsync(ReadOnlyMemory<byte> message)
    {
        Understood();
        using var document = JsonDocument.Parse(message);
        var fields = new Fields(document.RootElement);
        var settings = RecognitionSettings.Read(fields, _engines, Options);
        if (fields.Error is { } error)
        {
            return RefuseInitAsync(error);
        }

        if (_hasAudio)
        {
            return SendErrorAsync(new ApiError(ErrorCodes.AlreadyInitialized, "flush before another init"));
        }

        _settings = settings;
        _input = new AudioInput(settings.Options.SampleRate);
        _arrival = new ArrivalRate(Context, settings.Options.SampleRate);
        _pump.Open(settings);
        return default;
    }

    private ValueTask HandleCommandAsync(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        if (new Fields(document.RootElement).String("command") is not { } command)
        {
            return RefuseMessageAsync("command must be a string");
        }

        Understood();
        return command switch
        {
            _ when _input is null => RefuseUninitializedAsync(),
            "flush" => FlushAsync(),
            "cancel" => CancelAsync(),
            _ => SendErrorAsync(new ApiError(ErrorCodes.UnknownCommand, "this command is not known")),
        };
    }

    private ValueTask FlushAsync()
    {
        EndInput(drop: false);
        _pump.Flush();
        return default;
    }

    private ValueTask CancelAsync()
    {
        Understood();
        if (_input is null)
        {
            return RefuseUninitializedAsync();
        }

        EndInput(drop: true);
        _pump.Cancel();
        return default;
    }

    /// <summary>The client's <c>close</c>: what was sent is recognised, then the socket closes.</summary>
    private ValueTask FinishAsync()
    {
        Understood();
        if (_input is not null && _hasAudio)
        {
            EndInput(drop: false);
            _pump.Flush();
        }

        _pump.Then(() => End(ConnectionEnd.Normal));
        return default;
    }

    private void EndInput(bool drop)
    {
        var rest = _input!.EndSession();
        _hasAudio = false;
        if (drop)
        {
            rest.Release();
        }
        else if (rest.Length > 0)
        {
            _pump.Audio(rest, 0, _settings!.Options.SampleRate);
        }
    }

    private void OnBroken(Exception e)
    {
        if (e is Realtime.RealtimeException)
        {
            return; // The client is gone; the receive loop sees it too.
        }

        SessionLog.Failed(Context.Log, e, RequestId);
        End(ConnectionEnd.InternalError);
    }
}
