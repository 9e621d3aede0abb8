namespace Parley.Devices;

/// <summary>Why an audio device cannot be used.</summary>
public enum AudioDeviceProblem
{
    /// <summary>A native library is not installed; the message names the package.</summary>
    LibraryMissing,

    /// <summary>This machine has no such device, or no sound system that could be reached.</summary>
    NoDevice,

    /// <summary>No device has the name that was asked for, or several have.</summary>
    UnknownDevice,

    /// <summary>The device refused or stopped working: busy, unplugged, its sound server gone.</summary>
    DeviceFailed,
}
