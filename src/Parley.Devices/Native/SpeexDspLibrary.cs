namespace Parley.Devices.Native;

/// <summary>The functions of libspeexdsp that are used.</summary>
internal sealed unsafe class SpeexDspLibrary
{
    public const int EchoSetSamplingRate = 24;
    public const int PreprocessSetNoiseSuppress = 18;
    public const int PreprocessSetEchoSuppress = 20;
    public const int PreprocessSetEchoSuppressActive = 22;
    public const int PreprocessSetEchoState = 24;

    private static readonly Lazy<SpeexDspLibrary> Loaded = new(static () => new SpeexDspLibrary());

    public readonly delegate* unmanaged[Cdecl]<int, int, IntPtr> EchoCreate;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, void> EchoDestroy;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, short*, short*, short*, void> EchoCancel;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, int, void*, int> EchoControl;
    public readonly delegate* unmanaged[Cdecl]<int, int, IntPtr> PreprocessCreate;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, void> PreprocessDestroy;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, short*, int> PreprocessRun;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, int, void*, int> PreprocessControl;

    private SpeexDspLibrary()
    {
        var library = SharedLibrary.TryLoad("libspeexdsp.so.1", "libspeexdsp.1.dylib", "libspeexdsp.dylib", "/opt/homebrew/lib/libspeexdsp.dylib", "libspeexdsp.dll", "speexdsp.dll")
            ?? throw AudioDeviceException.MissingLibrary("SpeexDSP", "libspeexdsp1", "Fedora: dnf install speexdsp. macOS: brew install speexdsp.");
        EchoCreate = (delegate* unmanaged[Cdecl]<int, int, IntPtr>)library.Get("speex_echo_state_init");
        EchoDestroy = (delegate* unmanaged[Cdecl]<IntPtr, void>)library.Get("speex_echo_state_destroy");
        EchoCancel = (delegate* unmanaged[Cdecl]<IntPtr, short*, short*, short*, void>)library.Get("speex_echo_cancellation");
        EchoControl = (delegate* unmanaged[Cdecl]<IntPtr, int, void*, int>)library.Get("speex_echo_ctl");
        PreprocessCreate = (delegate* unmanaged[Cdecl]<int, int, IntPtr>)library.Get("speex_preprocess_state_init");
        PreprocessDestroy = (delegate* unmanaged[Cdecl]<IntPtr, void>)library.Get("speex_preprocess_state_destroy");
        PreprocessRun = (delegate* unmanaged[Cdecl]<IntPtr, short*, int>)library.Get("speex_preprocess_run");
        PreprocessControl = (delegate* unmanaged[Cdecl]<IntPtr, int, void*, int>)library.Get("speex_preprocess_ctl");
    }

    public static SpeexDspLibrary Get() => Loaded.Value;
}
