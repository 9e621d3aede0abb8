using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Flite;

/// <summary>The part of Flite's C API that is used, version 2.2. Structure layouts are those of its headers on 64-bit systems.</summary>
internal static unsafe partial class FliteNative
{
    public const string Library = "libflite.so.1";

    /// <summary>Answers of a streaming callback.</summary>
    public const int Continue = 0, Stop = -1;

    [LibraryImport(Library, EntryPoint = "flite_init")]
    public static partial int Init();

    [LibraryImport(Library, EntryPoint = "new_utterance")]
    public static partial Utterance* NewUtterance();

    [LibraryImport(Library, EntryPoint = "delete_utterance")]
    public static partial void DeleteUtterance(Utterance* utterance);

    /// <summary>Copies the text.</summary>
    [LibraryImport(Library, EntryPoint = "utt_set_input_text")]
    public static partial void SetInputText(Utterance* utterance, byte* text);

    [LibraryImport(Library, EntryPoint = "utt_init")]
    public static partial void InitUtterance(Utterance* utterance, Voice* voice);

    /// <summary>Runs the whole synthesis on the calling thread; the streaming callback is called from within.</summary>
    [LibraryImport(Library, EntryPoint = "utt_synth")]
    public static partial Utterance* Synthesize(Utterance* utterance);

    [LibraryImport(Library, EntryPoint = "new_audio_streaming_info")]
    public static partial StreamingInfo* NewStreamingInfo();

    /// <summary>Wraps the information in a value; the features that hold the value free both.</summary>
    [LibraryImport(Library, EntryPoint = "audio_streaming_info_val")]
    public static partial nint StreamingInfoValue(StreamingInfo* info);

    [LibraryImport(Library, EntryPoint = "cg_db_val")]
    public static partial nint ClusterGenValue(ClusterGenVoice* database);

    [LibraryImport(Library, EntryPoint = "val_cg_db")]
    public static partial ClusterGenVoice* ToClusterGen(nint value);

    [LibraryImport(Library, EntryPoint = "flite_get_param_val", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetValue(nint features, string name, nint whenMissing);

    [LibraryImport(Library, EntryPoint = "flite_get_param_float", StringMarshalling = StringMarshalling.Utf8)]
    public static partial float GetFloat(nint features, string name, float whenMissing);

    [LibraryImport(Library, EntryPoint = "flite_feat_set")]
    public static partial void SetValue(nint features, byte* name, nint value);

    [LibraryImport(Library, EntryPoint = "flite_feat_set_float")]
    public static partial void SetFloat(nint features, byte* name, float value);

    [LibraryImport(Library, EntryPoint = "utt_relation")]
    public static partial nint Relation(Utterance* utterance, byte* name);

    [LibraryImport(Library, EntryPoint = "relation_head")]
    public static partial nint Head(nint relation);

    [LibraryImport(Library, EntryPoint = "item_next")]
    public static partial nint Next(nint item);

    [LibraryImport(Library, EntryPoint = "item_parent")]
    public static partial nint Parent(nint item);

    [LibraryImport(Library, EntryPoint = "item_as")]
    public static partial nint As(nint item, byte* relation);

    [LibraryImport(Library, EntryPoint = "item_feat_string")]
    public static partial byte* ItemString(nint item, byte* feature);

    [LibraryImport(Library, EntryPoint = "flite_ffeature_float")]
    public static partial float FeatureFloat(nint item, byte* path);

    /// <summary>cst_utterance.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Utterance
    {
        public nint Features;
    }

    /// <summary>cst_voice.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Voice
    {
        public nint Name;
        public nint Features;
    }

    /// <summary>cst_wave.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Wave
    {
        public nint Type;
        public int SampleRate;
        public int SampleCount;
        public int ChannelCount;
        public short* Samples;
    }

    /// <summary>cst_audio_streaming_info. The callback fires once more than <see cref="MinimumSamples"/> are ready.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StreamingInfo
    {
        public int MinimumSamples;
        public delegate* unmanaged[Cdecl]<Wave*, int, int, int, StreamingInfo*, int> Callback;
        public nint Utterance;
        public nint Item;
        public nint UserData;
    }

    /// <summary>cst_cg_db, as far as it is read: 280 bytes, the voice's own F0 statistics and which intonation model it uses.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 280)]
    public struct ClusterGenVoice
    {
        [FieldOffset(0)]
        public byte* Name;

        [FieldOffset(20)]
        public int SampleRate;

        [FieldOffset(24)]
        public float MeanF0;

        [FieldOffset(28)]
        public float DeviationF0;

        /// <summary>Not zero: F0 comes from the SPAM model, which ignores the target features.</summary>
        [FieldOffset(240)]
        public int UsesSpamF0;

        /// <summary>Not zero: allocated by Flite and freed with the last value that holds it.</summary>
        [FieldOffset(272)]
        public int Freeable;
    }
}
