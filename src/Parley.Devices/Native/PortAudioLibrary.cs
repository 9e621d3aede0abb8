namespace Parley.Devices.Native;

/// <summary>The functions of libportaudio that are used.</summary>
internal sealed unsafe class PortAudioLibrary
{
    public readonly delegate* unmanaged[Cdecl]<int> Initialize;
    public readonly delegate* unmanaged[Cdecl]<int> Terminate;
    public readonly delegate* unmanaged[Cdecl]<int, IntPtr> GetErrorText;
    public readonly delegate* unmanaged[Cdecl]<int> GetDeviceCount;
    public readonly delegate* unmanaged[Cdecl]<int, PaDeviceInfo*> GetDeviceInfo;
    public readonly delegate* unmanaged[Cdecl]<int, PaHostApiInfo*> GetHostApiInfo;
    public readonly delegate* unmanaged[Cdecl]<int> GetDefaultInputDevice;
    public readonly delegate* unmanaged[Cdecl]<int> GetDefaultOutputDevice;
    public readonly delegate* unmanaged[Cdecl]<IntPtr*, PaStreamParameters*, PaStreamParameters*, double, nuint, nuint, IntPtr, IntPtr, int> OpenStream;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, int> StartStream;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, int> AbortStream;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, int> CloseStream;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, short*, nuint, int> ReadStream;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, short*, nuint, int> WriteStream;
    public readonly delegate* unmanaged[Cdecl]<IntPtr, nint> GetStreamWriteAvailable;

    private PortAudioLibrary(SharedLibrary library)
    {
        Initialize = (delegate* unmanaged[Cdecl]<int>)library.Get("Pa_Initialize");
        Terminate = (delegate* unmanaged[Cdecl]<int>)library.Get("Pa_Terminate");
        GetErrorText = (delegate* unmanaged[Cdecl]<int, IntPtr>)library.Get("Pa_GetErrorText");
        GetDeviceCount = (delegate* unmanaged[Cdecl]<int>)library.Get("Pa_GetDeviceCount");
        GetDeviceInfo = (delegate* unmanaged[Cdecl]<int, PaDeviceInfo*>)library.Get("Pa_GetDeviceInfo");
        GetHostApiInfo = (delegate* unmanaged[Cdecl]<int, PaHostApiInfo*>)library.Get("Pa_GetHostApiInfo");
        GetDefaultInputDevice = (delegate* unmanaged[Cdecl]<int>)library.Get("Pa_GetDefaultInputDevice");
        GetDefaultOutputDevice = (delegate* unmanaged[Cdecl]<int>)library.Get("Pa_GetDefaultOutputDevice");
        OpenStream = (delegate* unmanaged[Cdecl]<IntPtr*, PaStreamParameters*, PaStreamParameters*, double, nuint, nuint, IntPtr, IntPtr, int>)library.Get("Pa_OpenStream");
        StartStream = (delegate* unmanaged[Cdecl]<IntPtr, int>)library.Get("Pa_StartStream");
        AbortStream = (delegate* unmanaged[Cdecl]<IntPtr, int>)library.Get("Pa_AbortStream");
        CloseStream = (delegate* unmanaged[Cdecl]<IntPtr, int>)library.Get("Pa_CloseStream");
        ReadStream = (delegate* unmanaged[Cdecl]<IntPtr, short*, nuint, int>)library.Get("Pa_ReadStream");
        WriteStream = (delegate* unmanaged[Cdecl]<IntPtr, short*, nuint, int>)library.Get("Pa_WriteStream");
        GetStreamWriteAvailable = (delegate* unmanaged[Cdecl]<IntPtr, nint>)library.Get("Pa_GetStreamWriteAvailable");
    }

    public static PortAudioLibrary Load()
    {
        var library = SharedLibrary.TryLoad("libportaudio.so.2", "libportaudio.2.dylib", "libportaudio.dylib", "/opt/homebrew/lib/libportaudio.dylib", "portaudio_x64.dll", "portaudio.dll")
            ?? throw AudioDeviceException.MissingLibrary(
                "PortAudio", "libportaudio2 libasound2-plugins", "Fedora: dnf install portaudio. macOS: brew install portaudio. Windows: put portaudio.dll beside the program.");
        return new PortAudioLibrary(library);
    }
}
