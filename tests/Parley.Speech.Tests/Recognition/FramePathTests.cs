using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.VoiceActivity;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Recognition;

/// <summary>Nothing runs beside it: what others allocate at the same time would count.</summary>
[CollectionDefinition(nameof(FramePathTests), DisableParallelization = true)]
[Collection(nameof(FramePathTests))]
public sealed class FramePathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>20 ms frames, each written when the one before has been looked at: what a microphone does.</summary>
    [Theory]
    [InlineData(16_000, false)]
    [InlineData(48_000, false)]
    [InlineData(16_000, true)]
    public async Task A_frame_allocates_nothing(int rate, bool speech)
    {
        const int Frames = 1_000;
        var detector = new PacedDetector { IsSpeech = speech };
        var engine = new ScriptedEngine { KeepsAudio = false };
        var recognizer = new EndpointingRecognizer(engine, () => detector, TimeProvider.System, NullLogger.Instance);
        await using var record = new RecognitionRecord(
            await recognizer.OpenAsync(new() { SampleRate = rate, Endpointing = new() { MaxUtterance = TimeSpan.FromMinutes(2) } }, Token));
        var frame = Sound.WhiteNoise(TimeSpan.FromMilliseconds(20), -50).At(rate).Samples;
        await record.Stream.WriteAsync(frame, Token);
        await record.Stream.WriteAsync(frame, Token);
        await WriteAsync(Frames);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await WriteAsync(Frames);
        var perFrame = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Frames;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perFrame:0.0} bytes per frame");
        perFrame.ShouldBeLessThan(16);
        engine.Leases.ShouldBe(speech ? 1 : 0);

        async Task WriteAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await record.Stream.WriteAsync(frame, Token);
                await detector.Processed.WaitAsync();
            }
        }
    }

    private sealed class PacedDetector : IVoiceActivityDetector
    {
        private readonly IVoiceActivityDetector _energy = new EnergyEngine().CreateDetector();

        public bool IsSpeech { get; init; }

        public Signal Processed { get; } = new();

        public int SampleRate => _energy.SampleRate;

        public int FrameLength => _energy.FrameLength;

        public float Process(ReadOnlySpan<short> frame)
        {
            var probability = _energy.Process(frame);
            Processed.Set();
            return IsSpeech ? 1 : probability;
        }

        public void Reset() => _energy.Reset();

        public void Dispose() => _energy.Dispose();
    }
}
