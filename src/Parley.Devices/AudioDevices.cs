using System.Runtime.InteropServices;
using Parley.Devices.Native;

namespace Parley.Devices;

/// <summary>The audio devices of this machine. Thread-safe.</summary>
public static class AudioDevices
{
    /// <summary>
    /// Lists the devices, by PortAudio. Up to date as long as no microphone and no speaker is open; while one is, the devices are
    /// those of its opening.
    /// </summary>
    /// <returns>The devices; empty when there are none.</returns>
    /// <exception cref="AudioDeviceException">PortAudio is not installed, or failed.</exception>
    public static IReadOnlyList<AudioDevice> List()
    {
        PortAudio.Acquire();
        try
        {
            lock (PortAudio.Gate)
            {
                return Read();
            }
        }
        finally
        {
            PortAudio.Release();
        }
    }

    /// <summary>The device of this name or, with null, the default one. PortAudio is held by the caller.</summary>
    internal static AudioDevice Choose(string? name, bool input)
    {
        var devices = Read();
        var usable = devices.Where(d => (input ? d.InputChannels : d.OutputChannels) > 0).ToArray();
        var kind = input ? "microphone" : "speaker";
        if (usable.Length == 0)
        {
            throw new AudioDeviceException(
                AudioDeviceProblem.NoDevice,
                $"No {kind} was found. Without one, files can take its place; in a container or over SSH a PulseAudio server (PULSE_SERVER) can.");
        }

        if (string.IsNullOrEmpty(name))
        {
            return usable.FirstOrDefault(d => input ? d.IsDefaultInput : d.IsDefaultOutput) ?? usable[0];
        }

        var matches = usable.Where(d => string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (matches.Length == 0)
        {
            matches = usable.Where(d => d.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        }

        if (matches.Length == 1)
        {
            return matches[0];
        }

        var found = string.Join(", ", (matches.Length == 0 ? usable : matches).Select(d => $"\"{d.Name}\""));
        throw new AudioDeviceException(
            AudioDeviceProblem.UnknownDevice,
            matches.Length == 0 ? $"There is no {kind} \"{name}\". There are: {found}." : $"Several {kind}s match \"{name}\": {found}.");
    }

    private static unsafe List<AudioDevice> Read()
    {
        var library = PortAudio.Library;
        var count = library.GetDeviceCount();
        PortAudio.Check(count);
        var input = library.GetDefaultInputDevice();
        var output = library.GetDefaultOutputDevice();
        var devices = new List<AudioDevice>(count);
        for (var i = 0; i < count; i++)
        {
            var info = library.GetDeviceInfo(i);
            var api = library.GetHostApiInfo(info->HostApi);
            devices.Add(new AudioDevice(
                Text(info->Name),
                api is null ? "" : Text(api->Name),
                info->MaxInputChannels,
                info->MaxOutputChannels,
                (int)info->DefaultSampleRate,
                i == input,
                i == output)
            {
                Index = i,
                LowInputLatency = info->DefaultLowInputLatency,
                LowOutputLatency = info->DefaultLowOutputLatency,
            });
        }

        return devices;
    }

    // PortAudio gives UTF-8 everywhere but in some Windows drivers.
    private static string Text(IntPtr text) => Marshal.PtrToStringUTF8(text) ?? "";
}
