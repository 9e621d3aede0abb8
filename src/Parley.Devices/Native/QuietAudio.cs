using System.Runtime.InteropServices;

namespace Parley.Devices.Native;

/// <summary>
/// What the sound libraries below PortAudio need to be told before it starts: ALSA and JACK report every device they do not find on
/// stderr, and PulseAudio's ALSA plugin buffers half a second unless told otherwise.
/// </summary>
internal static unsafe class QuietAudio
{
    // libc's setenv: .NET keeps a copy of the environment that native code does not see.
    private const string PulseLatencyMilliseconds = "30";

    public static void Prepare()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || SharedLibrary.TryLoad("libc.so.6") is not { } libc)
        {
            return;
        }

        SetEnvironment(libc, "PULSE_LATENCY_MSEC", PulseLatencyMilliseconds);

        // A message handler that takes whatever it is given and does nothing: by the C calling convention any function without
        // parameters will do, and a native one needs no managed frame on the libraries' own threads.
        var nothing = libc.Get("getpid");
        Call(SharedLibrary.TryLoad("libasound.so.2"), "snd_lib_error_set_handler", nothing);
        var jack = SharedLibrary.TryLoad("libjack.so.0");
        Call(jack, "jack_set_error_function", nothing);
        Call(jack, "jack_set_info_function", nothing);
    }

    private static void SetEnvironment(SharedLibrary libc, string name, string value)
    {
        var setenv = (delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int>)libc.Get("setenv");
        var nativeName = Marshal.StringToHGlobalAnsi(name);
        var nativeValue = Marshal.StringToHGlobalAnsi(value);

        // Not overwritten: what the user has set stands. setenv copies both.
        setenv(nativeName, nativeValue, 0);
        Marshal.FreeHGlobal(nativeName);
        Marshal.FreeHGlobal(nativeValue);
    }

    private static void Call(SharedLibrary? library, string function, IntPtr argument)
    {
        if (library?.Find(function) is { } address && address != IntPtr.Zero)
        {
            ((delegate* unmanaged[Cdecl]<IntPtr, IntPtr>)address)(argument);
        }
    }
}
