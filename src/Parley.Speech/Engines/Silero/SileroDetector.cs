using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Engines.Silero;

/// <summary>One stream's state on the shared model. About 60 µs for a frame of 32 ms; nothing is allocated.</summary>
/// <remarks>
/// Silero VAD, version 5 and later, at 16 kHz: <c>input</c> is 64 samples of the frame before and 512 new ones, <c>state</c> goes
/// round from <c>stateN</c>, <c>sr</c> is the rate; <c>output</c> is the probability.
/// </remarks>
internal sealed unsafe class SileroDetector : IVoiceActivityDetector
{
    private const int Rate = 16_000;
    private const int Context = 64;
    private const int Frame = 512;

    private readonly OnnxSession _session;
    private readonly OnnxTensor<float> _input;
    private readonly OnnxTensor<float> _state;
    private readonly OnnxTensor<long> _rate;
    private readonly OnnxTensor<float> _output;
    private readonly OnnxTensor<float> _nextState;
    private bool _disposed;

    public SileroDetector(OnnxSession session)
    {
        var held = false;
        session.DangerousAddRef(ref held);
        _session = session;
        var runtime = session.Runtime;
        _input = new(runtime, 1, Context + Frame);
        _state = new(runtime, 2, 1, 128);
        _rate = new(runtime);
        _rate.Data[0] = Rate;
        _output = new(runtime, 1, 1);
        _nextState = new(runtime, 2, 1, 128);
    }

    public int SampleRate => Rate;

    public int FrameLength => Frame;

    public float Process(ReadOnlySpan<short> frame)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (frame.Length != Frame)
        {
            throw new ArgumentException($"A frame has {Frame} samples.", nameof(frame));
        }

        var input = _input.Data;
        input[^Context..].CopyTo(input);
        for (var i = 0; i < frame.Length; i++)
        {
            input[Context + i] = frame[i] / 32768f;
        }

        Run();
        _nextState.Data.CopyTo(_state.Data);
        return Math.Clamp(_output.Data[0], 0, 1);
    }

    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _input.Data.Clear();
        _state.Data.Clear();
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _input.Dispose();
        _state.Dispose();
        _rate.Dispose();
        _output.Dispose();
        _nextState.Dispose();
        _session.DangerousRelease();
    }

    private void Run()
    {
        fixed (byte* input = "input"u8, state = "state"u8, rate = "sr"u8, output = "output"u8, nextState = "stateN"u8)
        {
            byte** inputNames = stackalloc byte*[] { input, state, rate };
            byte** outputNames = stackalloc byte*[] { output, nextState };
            var inputs = stackalloc nint[] { _input.Handle, _state.Handle, _rate.Handle };
            var outputs = stackalloc nint[] { _output.Handle, _nextState.Handle };
            try
            {
                _session.Runtime.Run(_session.DangerousGetHandle(), inputNames, inputs, 3, outputNames, outputs, 2);
            }
            catch (OnnxException e)
            {
                throw new EngineException(SileroEngine.EngineId, EngineFailure.Failed, "The voice activity model failed.", e);
            }
        }
    }
}
