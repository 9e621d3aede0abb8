using Parley.Speech.Engines.Silero;
using Parley.Testing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.Silero;

public sealed class SileroDetectorTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The real runtime with a model of ours: output = input[0] + state[0], stateN = state + 0.125.</summary>
    [Fact]
    public void Each_stream_carries_its_context_and_state_from_frame_to_frame()
    {
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.FullPath, "tiny.onnx");
        File.WriteAllBytes(path, TinyModel());
        using var engine = new SileroEngine(new() { ModelPath = path });
        using var one = engine.CreateDetector();
        using var other = engine.CreateDetector();

        var frame = new short[512];
        frame[448] = 8_192;
        one.Process(frame).ShouldBe(0);
        one.Process(frame).ShouldBe(0.25f + 0.125f);
        one.Process(frame).ShouldBe(0.25f + 0.25f);
        other.Process(frame).ShouldBe(0);
        one.Reset();
        one.Process(frame).ShouldBe(0);
        other.Process(frame).ShouldBe(0.25f + 0.125f);
    }

    [Fact]
    public void The_real_model_tells_speech_from_what_is_not()
    {
        using var engine = new SileroEngine(new());
        VoicedShare(engine, Sound.GoForward).ShouldBeGreaterThan(0.5);
        VoicedShare(engine, Sound.Silence(2 * Second)).ShouldBe(0);
        VoicedShare(engine, Sound.WhiteNoise(2 * Second, -10)).ShouldBe(0);
        VoicedShare(engine, Sound.Tone(2 * Second)).ShouldBe(0);
    }

    [Fact]
    public async Task Detectors_of_one_model_run_on_many_threads()
    {
        using var engine = new SileroEngine(new());
        var alone = Probabilities(engine, Sound.GoForward);
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Probabilities(engine, Sound.GoForward))));
        together.ShouldAllBe(p => p.SequenceEqual(alone));
    }

    [Fact]
    public void A_detector_outlives_its_engine()
    {
        var engine = new SileroEngine(new());
        using var detector = engine.CreateDetector();
        engine.Dispose();
        detector.Process(new short[512]).ShouldBeInRange(0, 1);
        Should.Throw<ObjectDisposedException>(() => engine.CreateDetector());
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        using var engine = new SileroEngine(new());
        using var detector = engine.CreateDetector();
        var frame = Sound.GoForward.Samples[16_000..16_512];
        detector.Process(frame.Span);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            detector.Process(frame.Span);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_frame_of_another_length_is_refused()
    {
        using var engine = new SileroEngine(new());
        using var detector = engine.CreateDetector();
        Should.Throw<ArgumentException>(() => detector.Process(new short[511]));
    }

    [Fact]
    public void What_is_missing_or_broken_is_said()
    {
        using var folder = new TemporaryDirectory();
        Problem(new() { NodeModules = folder.FullPath }).ShouldStartWith("ONNX Runtime was not found.");
        Problem(new() { ModelPath = Path.Combine(folder.FullPath, "none.onnx") }).ShouldStartWith("Silero's model was not found.");

        var garbage = Path.Combine(folder.FullPath, "garbage");
        File.WriteAllBytes(garbage, [1, 2, 3, 4]);
        Problem(new() { LibraryPath = garbage }).ShouldContain("garbage is not ONNX Runtime");
        Problem(new() { ModelPath = garbage }).ShouldStartWith("The voice activity model could not be loaded");

        static string Problem(SileroOptions options)
        {
            var failure = Should.Throw<EngineException>(() => new SileroEngine(options));
            failure.Failure.ShouldBe(EngineFailure.Unavailable);
            return failure.Message;
        }
    }

    private static double VoicedShare(SileroEngine engine, Sound sound)
    {
        var probabilities = Probabilities(engine, sound);
        return (double)probabilities.Count(p => p > 0.5f) / probabilities.Count;
    }

    private static List<float> Probabilities(SileroEngine engine, Sound sound)
    {
        using var detector = engine.CreateDetector();
        var probabilities = new List<float>();
        for (var at = 0; at + 512 <= sound.Samples.Length; at += 512)
        {
            probabilities.Add(detector.Process(sound.Samples.Span.Slice(at, 512)));
        }

        return probabilities;
    }

    private static byte[] TinyModel()
    {
        var model = new OnnxModelWriter();
        model.Input("input", true, 1, 576);
        model.Input("state", true, 2, 1, 128);
        model.Input("sr", false);
        model.Output("output", 1, 1);
        model.Output("stateN", 2, 1, 128);
        model.Constant("zero", 0L);
        model.Constant("one", 1L);
        model.Constant("last", 1L, 1L);
        model.Constant("zeros", 0L, 0L, 0L);
        model.Constant("ones", 1L, 1L, 1L);
        model.Constant("step", 0.125f);
        model.Node("Slice", ["input", "zero", "one", "one"], "first");
        model.Node("Slice", ["state", "zeros", "ones"], "corner");
        model.Node("Reshape", ["corner", "last"], "cell");
        model.Node("Add", ["first", "cell"], "output");
        model.Node("Add", ["state", "step"], "stateN");
        return model.ToModel();
    }
}
