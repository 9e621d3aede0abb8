using Parley.Audio;
using Parley.Devices.Native;

namespace Parley.Devices.Echo;

/// <summary>
/// Takes out of a microphone's signal what a speaker beside it plays, with libspeexdsp: an adaptive filter and suppression of
/// what it leaves. Give one instance to both <see cref="MicrophoneOptions"/> and <see cref="SpeakerOptions"/>; or, for other devices,
/// tell it what is played and let it process what is captured, both in real time. In the first two seconds of playing, and
/// again after a drop-out, it adapts, and lets nothing of the microphone through while the speaker sounds.
/// </summary>
/// <remarks><see cref="Played"/> and <see cref="Process"/> may run at the same time on two threads, one each.</remarks>
public sealed unsafe class EchoCanceller : IDisposable
{
    private const int NoiseSuppressDecibels = -12;

    // What the filter leaves is pressed down to the background: by much while only the echo is there, by less under a talker.
    private const int EchoSuppressDecibels = -60;
    private const int EchoSuppressActiveDecibels = -30;

    private readonly object _gate = new();
    private readonly SpeexDspLibrary _library;
    private readonly PlayedSignal _played;
    private readonly ResidualGate _residual = new();
    private readonly short[] _reference;
    private readonly int _quietFrames;
    private IntPtr _echo;
    private IntPtr _preprocess;
    private int _sincePlayed;
    private int _disturbed;

    /// <summary>Creates a canceller.</summary>
    /// <param name="format">The microphone's format; 8 to 48 kHz, best at 16 kHz.</param>
    /// <param name="tail">
    /// The longest way from "played" to "captured" that is cancelled: device buffers and the room's reverberation. 50 ms to 1 s,
    /// null means 250 ms. Longer adapts more slowly.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tail"/> is outside that range.</exception>
    /// <exception cref="AudioDeviceException">libspeexdsp is not installed.</exception>
    public EchoCanceller(PcmFormat format, TimeSpan? tail = null)
    {
        var length = tail ?? TimeSpan.FromMilliseconds(250);
        if (length < TimeSpan.FromMilliseconds(50) || length > TimeSpan.FromSeconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(tail), tail, "The tail must be between 50 ms and 1 s.");
        }

        Format = format;
        FrameLength = format.SampleRate / 50;
        _library = SpeexDspLibrary.Get();
        _played = new PlayedSignal(format, FrameLength);
        _reference = new short[FrameLength];
        _quietFrames = (int)(length.TotalMilliseconds / 20) + 25;
        _sincePlayed = _quietFrames;
        _echo = _library.EchoCreate(FrameLength, (int)format.Samples(length));
        _preprocess = _library.PreprocessCreate(FrameLength, format.SampleRate);
        var rate = format.SampleRate;
        _library.EchoControl(_echo, SpeexDspLibrary.EchoSetSamplingRate, &rate);
        _library.PreprocessControl(_preprocess, SpeexDspLibrary.PreprocessSetEchoState, (void*)_echo);
        Set(SpeexDspLibrary.PreprocessSetNoiseSuppress, NoiseSuppressDecibels);
        Set(SpeexDspLibrary.PreprocessSetEchoSuppress, EchoSuppressDecibels);
        Set(SpeexDspLibrary.PreprocessSetEchoSuppressActive, EchoSuppressActiveDecibels);
    }

    /// <summary>Frees the native state if <see cref="Dispose"/> was not called.</summary>
    ~EchoCanceller() => Free();

    /// <summary>The format of both signals.</summary>
    public PcmFormat Format { get; }

    /// <summary>Samples of a captured frame: 20 ms.</summary>
    public int FrameLength { get; }

    /// <summary>Tells what the speaker plays, silence included, when it is handed to the device. Any length.</summary>
    public void Played(ReadOnlySpan<short> samples) => _played.Add(samples);

    /// <summary>Takes the echo out of a captured frame.</summary>
    /// <param name="captured">Exactly <see cref="FrameLength"/> samples.</param>
    /// <param name="clean">Room for as many; must not overlap <paramref name="captured"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Process(ReadOnlySpan<short> captured, Span<short> clean)
    {
        if (captured.Length != FrameLength || clean.Length < FrameLength)
        {
            throw new ArgumentException($"A frame has {FrameLength} samples.", nameof(captured));
        }

        _sincePlayed = _played.Take(_reference) ? 0 : Math.Min(_sincePlayed + 1, _quietFrames);
        if (_played.TakeShifted() | Interlocked.Exchange(ref _disturbed, 0) != 0)
        {
            _residual.Restart();
        }

        lock (_gate)
        {
            // The filter needs no frames without a reference, and what suppresses the rest would only blur the talker.
            if (_echo == IntPtr.Zero || _sincePlayed == _quietFrames)
            {
                captured.CopyTo(clean);
                return;
            }

            fixed (short* near = captured, far = _reference, output = clean)
            {
                _library.EchoCancel(_echo, near, far, output);
                _library.PreprocessRun(_preprocess, output);
            }

            _residual.Apply(_reference, captured, clean[..FrameLength]);
        }
    }

    /// <summary>A device has lost samples: its delay may have changed.</summary>
    internal void Disturb() => Interlocked.Exchange(ref _disturbed, 1);

    /// <summary>Frees the native state; frames pass through unchanged from then on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Free();
        }

        GC.SuppressFinalize(this);
    }

    private void Set(int request, int value) => _library.PreprocessControl(_preprocess, request, &value);

    private void Free()
    {
        if (_echo == IntPtr.Zero)
        {
            return;
        }

        _library.PreprocessDestroy(_preprocess);
        _library.EchoDestroy(_echo);
        _preprocess = IntPtr.Zero;
        _echo = IntPtr.Zero;
    }
}
