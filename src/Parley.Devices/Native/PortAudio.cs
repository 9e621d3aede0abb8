using System.Runtime.InteropServices;

namespace Parley.Devices.Native;

/// <summary>
/// PortAudio while somebody uses it. Its start and its opening and closing of streams are not thread-safe, so they happen under one
/// lock; it looks for devices when it starts, so a list taken while no stream is open is up to date.
/// </summary>
internal static unsafe class PortAudio
{
    public const int NoDevice = -1;
    public const int InvalidSampleRate = -9997;
    public const int InputOverflowed = -9981;
    public const int OutputUnderflowed = -9980;
    public const nuint Int16 = 8;

    /// <summary>Samples are within range and undithered already.</summary>
    public const nuint ClipAndDitherOff = 3;

    private static PortAudioLibrary? _library;
    private static int _users;

    public static object Gate { get; } = new();

    /// <summary>The library. Only between <see cref="Acquire"/> and <see cref="Release"/>.</summary>
    public static PortAudioLibrary Library => _library!;

    public static void Acquire()
    {
        lock (Gate)
        {
            if (_library is null)
            {
                var library = PortAudioLibrary.Load();
                QuietAudio.Prepare();
                _library = library;
            }

            if (_users == 0)
            {
                Check(_library.Initialize());
            }

            _users++;
        }
    }

    public static void Release()
    {
        lock (Gate)
        {
            if (--_users == 0)
            {
                _library!.Terminate();
            }
        }
    }

    public static void Check(int result)
    {
        if (result < 0)
        {
            throw Failure(result);
        }
    }

    public static AudioDeviceException Failure(int result)
    {
        var text = Marshal.PtrToStringAnsi(Library.GetErrorText(result)) ?? "unknown error";
        return new AudioDeviceException(AudioDeviceProblem.DeviceFailed, $"The audio device failed: {text} ({result}).");
    }
}
