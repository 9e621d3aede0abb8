using BenchmarkDotNet.Attributes;
using Parley.Audio.Resampling;
using Parley.Conversation.Turns;
using Parley.SocketIo.Packets;
using Parley.Speech;
using Parley.Speech.VoiceActivity;
using Parley.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Bench.Benches.Audio;

/// <summary>What every frame or message passes through, alone.</summary>
[MemoryDiagnoser]
public class AudioBenchmarks : IAsyncDisposable
{
    private const int BlockMilliseconds = 20;

    private readonly SpeechEngines _silero = new(new SpeechOptions { VoiceActivity = ["silero"], Recognizers = [], Synthesizers = [] });
    private readonly SpeechEngines _energy = new(new SpeechOptions { VoiceActivity = ["energy"], Recognizers = [], Synthesizers = [] });
    private readonly Resampler _down = new(48_000, 16_000);
    private readonly Resampler _odd = new(22_050, 16_000);
    private readonly SpeexResampler _speexDown = new(48_000, 16_000, quality: 8);
    private readonly SpeexResampler _speexOdd = new(22_050, 16_000, quality: 8);
    private readonly short[] _output = new short[4_800];
    private readonly byte[] _hubRecord = System.Text.Encoding.UTF8.GetBytes(Load.HubEcho.Message);
    private readonly byte[] _socketIoPacket = System.Text.Encoding.ASCII.GetBytes($$"""2/sdk,["stream_audio",{"audio":"{{Convert.ToBase64String(new byte[640])}}"}]""");
    private readonly IVoiceActivityDetector _sileroDetector;
    private readonly IVoiceActivityDetector _energyDetector;
    private readonly short[] _block48;
    private readonly short[] _block22;
    private readonly short[] _sileroFrame;
    private readonly short[] _energyFrame;

    public AudioBenchmarks()
    {
        _sileroDetector = _silero.CreateVoiceActivityDetector();
        _energyDetector = _energy.CreateVoiceActivityDetector();
        _block48 = Noise(48 * BlockMilliseconds);
        _block22 = Noise(22_050 * BlockMilliseconds / 1000);
        _sileroFrame = Noise(_sileroDetector.FrameLength);
        _energyFrame = Noise(_energyDetector.FrameLength);
    }

    [Benchmark(Description = "resampler 48 -> 16 kHz, 20 ms")]
    public int Resample48() => _down.Process(_block48, _output);

    [Benchmark(Description = "resampler 48 -> 16 kHz, 20 ms, libspeexdsp quality 8")]
    public int Resample48Speex() => _speexDown.Process(_block48, _output);

    [Benchmark(Description = "resampler 22.05 -> 16 kHz, 20 ms")]
    public int Resample22() => _odd.Process(_block22, _output);

    [Benchmark(Description = "resampler 22.05 -> 16 kHz, 20 ms, libspeexdsp quality 8")]
    public int Resample22Speex() => _speexOdd.Process(_block22, _output);

    [Benchmark(Description = "energy voice activity, its frame")]
    public float Energy() => _energyDetector.Process(_energyFrame);

    [Benchmark(Description = "Silero voice activity, its frame (32 ms)")]
    public float Silero() => _sileroDetector.Process(_sileroFrame);

    [Benchmark(Description = "Voxta hub: invocation read")]
    public object? Hub() => VoxtaWire.ReadClient(HubRecord.Parse(_hubRecord).Argument, out _);

    [Benchmark(Description = "Socket.IO: audio event parsed")]
    public bool SocketIo() => SocketIoPacket.TryRead(_socketIoPacket, 10, out _, out _);

    [Benchmark(Description = "turn machine: one turn, six events")]
    public object Turn()
    {
        var state = new TurnState();
        foreach (var item in Events)
        {
            (state, _) = TurnMachine.Next(state, item);
        }

        return state;
    }

    /// <summary>All of them, for those who run them otherwise.</summary>
    public IReadOnlyList<Action> All() =>
    [
        () => Resample48(), () => Resample48Speex(), () => Resample22(), () => Resample22Speex(), () => Energy(), () => Silero(), () => Hub(), () => SocketIo(), () => Turn(),
    ];

    [GlobalCleanup]
    public async Task CleanAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _speexDown.Dispose();
        _speexOdd.Dispose();
        _sileroDetector.Dispose();
        _energyDetector.Dispose();
        await _silero.DisposeAsync();
        await _energy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static readonly TurnEvent[] Events =
    [
        new TurnEvent.SpeechBegan(1),
        new TurnEvent.SpeechConfirmed(1),
        new TurnEvent.TranscriptFinal(1, false),
        new TurnEvent.OutputReady(1),
        new TurnEvent.TurnDone(1),
        new TurnEvent.InterruptWanted(),
    ];

    private static short[] Noise(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-8_000, 8_000))];
    }
}
