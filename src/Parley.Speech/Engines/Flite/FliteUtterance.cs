using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Flite;

/// <summary>One run of Flite over one piece of text, on the calling thread.</summary>
internal static unsafe class FliteUtterance
{
    /// <summary>One frame of a statistical voice: the first callback comes before anything can be heard.</summary>
    private const int FirstCallbackSamples = 79;

    /// <summary>Speaks <paramref name="text"/> into <paramref name="sink"/>; returns when all is spoken or the sink wants no more.</summary>
    public static void Speak(FliteVoice voice, FliteText text, FliteProsody prosody, IFliteSink sink)
    {
        var handle = GCHandle.Alloc(sink);
        var utterance = FliteNative.NewUtterance();
        try
        {
            fixed (byte* ascii = text.Ascii)
            {
                FliteNative.SetInputText(utterance, ascii);
            }

            FliteNative.InitUtterance(utterance, voice.Native);
            var info = FliteNative.NewStreamingInfo();
            info->MinimumSamples = FirstCallbackSamples;
            info->Callback = &OnSamples;
            info->UserData = GCHandle.ToIntPtr(handle);
            info->Utterance = (nint)utterance;
            fixed (byte* streaming = "streaming_info\0"u8, stretch = "duration_stretch\0"u8)
            {
                FliteNative.SetValue(utterance->Features, streaming, FliteNative.StreamingInfoValue(info));
                FliteNative.SetFloat(utterance->Features, stretch, voice.DurationStretch * prosody.Stretch);
            }

            if (!prosody.HasOwnF0)
            {
                voice.SetF0(utterance, prosody.Pitch, prosody.Range);
            }

            _ = FliteNative.Synthesize(utterance);
        }
        finally
        {
            FliteNative.DeleteUtterance(utterance);
            handle.Free();
        }
    }

    /// <summary>No exception may cross into C: the sink keeps its own and answers with false.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSamples(FliteNative.Wave* wave, int start, int count, int isLast, FliteNative.StreamingInfo* info)
    {
        var sink = (IFliteSink)GCHandle.FromIntPtr(info->UserData).Target!;
        var samples = new ReadOnlySpan<short>(wave->Samples + start, count);
        return sink.TryTake(samples, (FliteNative.Utterance*)info->Utterance, ref info->MinimumSamples) ? FliteNative.Continue : FliteNative.Stop;
    }
}
