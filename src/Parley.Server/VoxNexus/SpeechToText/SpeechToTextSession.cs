using System.Buffers;
using Parley.Audio;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>One socket of <c>/v1/stt/realtime</c>: audio and commands come in here; <see cref="RecognitionPump"/> carries them on.</summary>
internal sealed class SpeechToTextSession : Session
{
    private const int MaxBadAudio = 20;

    private readonly ISpeechEngines _engines;
    private readonly TranscriptSender _transcripts;
    private readonly RecognitionPump _pump;
    private readonly ReceivedAudio _received = new();
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

    protected override ValueTask HandleAsync(WireMessageKind kind, ReadOnlyMemory<byte> message) => kind switch
    {
        WireMessageKind.Init => HandleInitAsync(message.Span),
        WireMessageKind.Command => HandleCommandAsync(message.Span),
        WireMessageKind.Cancel => CancelAsync(),
        WireMessageKind.Close => FinishAsync(),
        _ => RefuseUnknownTypeAsync(),
    };

    protected override ValueTask HandleBinaryAsync(ReadOnlyMemory<byte> message)
    {
        if (_input is null)
        {
            return RefuseUninitializedAsync();
        }

        _received.Begin(_input.Lead);
        _received.Write(message.Span);
        return TakeAsync();
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
        _received.Drop();
        await _pump.DisposeAsync().ConfigureAwait(false);
        _transcripts.Dispose();
    }

    // One pass over the JSON, base64 from the receive buffer into a rented array, which the pump takes over.
    protected override ValueTask HandleAudioAsync(WireFrame frame)
    {
        if (!frame.HasData)
        {
            return RefuseMessageAsync("data must be a base64 string");
        }

        Understood();
        if (_input is null)
        {
            return RefuseUninitializedAsync();
        }

        _received.Begin(_input.Lead);
        if (frame.TryDecodeData(_received))
        {
            return TakeAsync();
        }

        _received.Drop();
        return RefuseAudioAsync(new ApiError(VoxNexusErrorCode.InvalidAudioData, "audio data is not valid base64"));
    }

    private ValueTask TakeAsync()
    {
        var count = _received.Count;
        if (count == 0)
        {
            _received.Drop();
            return default;
        }

        AudioBlock block;
        try
        {
            block = _input!.Take(_received.Take(), count);
        }
        catch (AudioFormatException e)
        {
            return SendErrorAsync(e.Problem == AudioFormatProblem.Unsupported
                ? new ApiError(VoxNexusErrorCode.UnsupportedFormat, "the WAV stream's codec is not supported; this session's audio is ignored")
                : new ApiError(VoxNexusErrorCode.InvalidAudioData, "the WAV header is broken; this session's audio is ignored"));
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
            End(ConnectionEnd.Policy(VoxNexusErrorCode.BufferOverflow, "audio came faster than it could be recognised, for too long"));
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

    private ValueTask HandleInitAsync(ReadOnlySpan<byte> json)
    {
        Understood();
        var problems = new Problems();
        var settings = RecognitionSettings.Read(json, _engines, Options, problems);
        if (problems.ToError() is { } error)
        {
            return RefuseInitAsync(error);
        }

        if (_hasAudio)
        {
            return SendErrorAsync(new ApiError(VoxNexusErrorCode.AlreadyInitialized, "flush before another init"));
        }

        _settings = settings;
        _input = new AudioInput(settings.Options.SampleRate, settings.Encoding);
        _arrival = new ArrivalRate(Context, settings.Options.SampleRate);
        _pump.Open(settings);
        return default;
    }

    private ValueTask HandleCommandAsync(ReadOnlySpan<byte> json)
    {
        if (CommandMessage.Read(json).Command is not { } command)
        {
            return RefuseMessageAsync("command must be a string");
        }

        Understood();
        return command switch
        {
            _ when _input is null => RefuseUninitializedAsync(),
            "flush" => FlushAsync(),
            "cancel" => CancelAsync(),
            _ => SendErrorAsync(new ApiError(VoxNexusErrorCode.UnknownCommand, "this command is not known")),
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
