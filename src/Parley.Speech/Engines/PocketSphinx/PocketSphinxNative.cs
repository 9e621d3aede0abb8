using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>The part of the C API that is used: PocketSphinx 5prealpha with SphinxBase, as Debian packages them.</summary>
internal static unsafe partial class PocketSphinxNative
{
    public const string Library = "libpocketsphinx.so.3";

    private const string Base = "libsphinxbase.so.3";

    /// <summary>Null turns the library's own log off.</summary>
    [LibraryImport(Base, EntryPoint = "err_set_logfp")]
    public static partial void SetLogFile(nint file);

    /// <summary>The definitions of the decoder's options.</summary>
    [LibraryImport(Library, EntryPoint = "ps_args")]
    public static partial nint Arguments();

    /// <summary>Names and values in turn; the strings are copied.</summary>
    [LibraryImport(Base, EntryPoint = "cmd_ln_parse_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ParseOptions(nint existing, nint definitions, int count, string[] words, int strict);

    [LibraryImport(Base, EntryPoint = "cmd_ln_free_r")]
    public static partial int FreeOptions(nint options);

    /// <summary>Loads the models: some 200 ms and 97 MB. Keeps the options alive itself.</summary>
    [LibraryImport(Library, EntryPoint = "ps_init")]
    public static partial nint Create(nint options);

    [LibraryImport(Library, EntryPoint = "ps_free")]
    public static partial int Free(nint decoder);

    /// <summary>Forgets the estimate of the noise and starts counting frames at zero.</summary>
    [LibraryImport(Library, EntryPoint = "ps_start_stream")]
    public static partial int StartStream(nint decoder);

    [LibraryImport(Library, EntryPoint = "ps_start_utt")]
    public static partial int StartUtterance(nint decoder);

    [LibraryImport(Library, EntryPoint = "ps_process_raw")]
    public static partial int Process(nint decoder, short* samples, nuint count, int noSearch, int fullUtterance);

    [LibraryImport(Library, EntryPoint = "ps_end_utt")]
    public static partial int EndUtterance(nint decoder);

    /// <summary>The text so far, owned by the decoder until the next call; null when there is none.</summary>
    [LibraryImport(Library, EntryPoint = "ps_get_hyp")]
    public static partial byte* Hypothesis(nint decoder, int* score);

    /// <summary>The words of the hypothesis; the iterator frees itself at its end.</summary>
    [LibraryImport(Library, EntryPoint = "ps_seg_iter")]
    public static partial nint Segments(nint decoder);

    [LibraryImport(Library, EntryPoint = "ps_seg_next")]
    public static partial nint NextSegment(nint segment);

    [LibraryImport(Library, EntryPoint = "ps_seg_word")]
    public static partial byte* SegmentWord(nint segment);

    /// <summary>First and last frame, counted from the start of the stream.</summary>
    [LibraryImport(Library, EntryPoint = "ps_seg_frames")]
    public static partial void SegmentFrames(nint segment, int* first, int* last);

    /// <summary>Logarithm of the posterior probability.</summary>
    [LibraryImport(Library, EntryPoint = "ps_seg_prob")]
    public static partial int SegmentPosterior(nint segment, int* acoustic, int* language, int* backoff);

    [LibraryImport(Library, EntryPoint = "ps_get_logmath")]
    public static partial nint LogMath(nint decoder);

    [LibraryImport(Base, EntryPoint = "logmath_exp")]
    public static partial double Exp(nint logMath, int logarithm);

    /// <summary>The pronunciation as phones between blanks; free it with <see cref="FreeMemory"/>. Null for an unknown word.</summary>
    [LibraryImport(Library, EntryPoint = "ps_lookup_word")]
    public static partial byte* Pronunciation(nint decoder, byte* word);

    [LibraryImport(Base, EntryPoint = "ckd_free")]
    public static partial void FreeMemory(void* memory);

    [LibraryImport(Library, EntryPoint = "ps_get_feat")]
    public static partial FeatureExtractor* Features(nint decoder);

    [LibraryImport(Base, EntryPoint = "cmn_live_get")]
    public static partial void GetCepstralMean(CepstralMean* state, float* values);

    [LibraryImport(Base, EntryPoint = "cmn_live_set")]
    public static partial void SetCepstralMean(CepstralMean* state, float* values);

    /// <summary>feat_t, as far as it is read, on 64-bit systems.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct FeatureExtractor
    {
        [FieldOffset(16)]
        public int CepstrumSize;

        [FieldOffset(20)]
        public int StreamCount;

        [FieldOffset(88)]
        public CepstralMean* CepstralMean;
    }

    /// <summary>cmn_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct CepstralMean
    {
        public float* Mean;
        public float* Variance;
        public float* Sum;
        public int FrameCount;
        public int Length;
    }
}
