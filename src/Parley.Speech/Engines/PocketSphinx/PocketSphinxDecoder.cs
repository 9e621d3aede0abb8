using System.Runtime.InteropServices;
using System.Text;
using static Parley.Speech.Engines.PocketSphinx.PocketSphinxNative;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>One native decoder. By one thread at a time.</summary>
/// <remarks>
/// A decoder adapts to its speaker by the running mean of the cepstrum, which weighs more than any option: of 561 words (packaged
/// human recordings and three Flite voices) 85 are wrong from the model's own starting value and 44 from <see cref="TypicalMean"/>;
/// after an utterance of white noise 110 of 245. So the mean belongs to the stream, not to the pooled decoder.
/// </remarks>
internal sealed unsafe class PocketSphinxDecoder : IDisposable
{
    public const int MeanLength = 13;

    /// <summary>Mean over one human reader and three synthetic voices: where a new speaker starts.</summary>
    public static readonly float[] TypicalMean =
        [51.96f, 6.35f, 4.82f, 16.68f, -3.28f, 1.64f, -0.17f, -6.51f, -1.73f, -2.90f, 5.17f, 1.06f, 2.70f];

    private static readonly Lock CreateGate = new();

    private readonly CepstralMean* _mean;
    private readonly byte[] _lastHypothesis = new byte[1024];
    private nint _decoder;
    private int _lastHypothesisLength;

    /// <summary>Loads the model.</summary>
    /// <exception cref="EngineException">It could not be loaded.</exception>
    public PocketSphinxDecoder(PocketSphinxOptions options)
    {
        var files = PocketSphinxModel.Files(options);
        string[] words =
        [
            "-hmm", files[0],
            "-lm", files[1],
            "-dict", files[2],

            // Silence is cut by voice activity outside; the decoder's own cutting would shift the times of words.
            "-remove_silence", "no",

            // One pass: the second one costs 50 to 180 ms at the end of an utterance and changes one word in a hundred.
            "-fwdflat", "no",
            "-maxhmmpf", "3000",
            "-maxwpf", "10",
            "-cmninit", string.Join(',', TypicalMean.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ];

        // The option parser keeps state in the library.
        lock (CreateGate)
        {
            SetLogFile(0);
            var parsed = ParseOptions(0, Arguments(), words.Length, words, 1);
            if (parsed != 0)
            {
                _decoder = Create(parsed);
                _ = FreeOptions(parsed);
            }
        }

        if (_decoder == 0)
        {
            throw new EngineException(PocketSphinxModel.EngineId, EngineFailure.Unavailable, "PocketSphinx could not load its model.");
        }

        _mean = FindMean(_decoder);
    }

    /// <summary>False after a native call failed: throw it away.</summary>
    public bool IsHealthy { get; private set; } = true;

    /// <summary>Begins an utterance with the mean of its speaker.</summary>
    public void Start(ReadOnlySpan<float> mean)
    {
        if (_mean is not null)
        {
            fixed (float* values = mean)
            {
                SetCepstralMean(_mean, values);
            }
        }

        // The noise estimate and the frame count begin anew as well: nothing is left of who was here before.
        _lastHypothesisLength = 0;
        Check(StartStream(_decoder));
        Check(StartUtterance(_decoder));
    }

    public void Process(ReadOnlySpan<short> samples)
    {
        if (samples.IsEmpty)
        {
            return;
        }

        fixed (short* first = samples)
        {
            Check(PocketSphinxNative.Process(_decoder, first, (nuint)samples.Length, 0, 0));
        }
    }

    /// <summary>The text so far if it is new; nothing is allocated otherwise.</summary>
    public string? ReadChangedHypothesis()
    {
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Hypothesis(_decoder, null));
        if (text.IsEmpty || text.SequenceEqual(_lastHypothesis.AsSpan(0, _lastHypothesisLength)))
        {
            return null;
        }

        _lastHypothesisLength = Math.Min(text.Length, _lastHypothesis.Length);
        text[.._lastHypothesisLength].CopyTo(_lastHypothesis);
        return Encoding.UTF8.GetString(text);
    }

    public void End() => Check(EndUtterance(_decoder));

    /// <summary>Reads the mean as the last utterance left it.</summary>
    public void ReadMean(Span<float> mean)
    {
        if (_mean is not null)
        {
            fixed (float* values = mean)
            {
                GetCepstralMean(_mean, values);
            }
        }
    }

    /// <summary>The segments of the ended utterance, fillers included, in frames of 10 ms from its first sample.</summary>
    public List<PocketSphinxSegment> ReadSegments()
    {
        var segments = new List<PocketSphinxSegment>();
        var logMath = LogMath(_decoder);
        var zero = -1;
        for (var segment = Segments(_decoder); segment != 0; segment = NextSegment(segment))
        {
            int first, last, unused;
            SegmentFrames(segment, &first, &last);
            zero = zero < 0 ? first : zero;
            var posterior = Math.Clamp(Exp(logMath, SegmentPosterior(segment, &unused, &unused, &unused)), 0, 1);
            var word = SegmentWord(segment);
            segments.Add(new(Marshal.PtrToStringUTF8((nint)word) ?? "", first - zero, last - first + 1, posterior));
        }

        return segments;
    }

    /// <summary>How many phones a word of the dictionary has; 0 for one that is not in it.</summary>
    public int CountPhones(string word)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(word) + 1];
        Encoding.UTF8.GetBytes(word, bytes);
        byte* phones;
        fixed (byte* text = bytes)
        {
            phones = Pronunciation(_decoder, text);
        }

        if (phones is null)
        {
            return 0;
        }

        var count = 1 + MemoryMarshal.CreateReadOnlySpanFromNullTerminated(phones).Count((byte)' ');
        FreeMemory(phones);
        return count;
    }

    public void Dispose()
    {
        if (_decoder != 0)
        {
            _ = Free(_decoder);
            _decoder = 0;
        }
    }

    /// <summary>The mean inside the feature extractor; null where the structures are not those of the known version.</summary>
    private static CepstralMean* FindMean(nint decoder)
    {
        var features = Features(decoder);
        if (nint.Size != 8 || features is null || features->CepstrumSize != MeanLength || features->StreamCount != 1 || features->CepstralMean is null)
        {
            return null;
        }

        var mean = features->CepstralMean;
        return mean->Length == MeanLength && mean->Mean is not null && Math.Abs(mean->Mean[0] - TypicalMean[0]) < 0.01f ? mean : null;
    }

    private void Check(int result)
    {
        if (result < 0)
        {
            IsHealthy = false;
            throw new EngineException(PocketSphinxModel.EngineId, EngineFailure.Failed, "PocketSphinx failed while decoding.");
        }
    }
}
