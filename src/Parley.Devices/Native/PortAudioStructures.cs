using System.Runtime.InteropServices;

namespace Parley.Devices.Native;

// portaudio.h, version 19. "unsigned long" is as wide as a pointer everywhere but on Windows, where the upper half of the
// register or the padding behind the field takes up the difference.
[StructLayout(LayoutKind.Sequential)]
internal struct PaDeviceInfo
{
    public int StructVersion;
    public IntPtr Name;
    public int HostApi;
    public int MaxInputChannels;
    public int MaxOutputChannels;
    public double DefaultLowInputLatency;
    public double DefaultLowOutputLatency;
    public double DefaultHighInputLatency;
    public double DefaultHighOutputLatency;
    public double DefaultSampleRate;
}

[StructLayout(LayoutKind.Sequential)]
internal struct PaHostApiInfo
{
    public int StructVersion;
    public int Type;
    public IntPtr Name;
    public int DeviceCount;
    public int DefaultInputDevice;
    public int DefaultOutputDevice;
}

[StructLayout(LayoutKind.Sequential)]
internal struct PaStreamParameters
{
    public int Device;
    public int ChannelCount;
    public nuint SampleFormat;
    public double SuggestedLatency;
    public IntPtr HostApiSpecific;
}
