namespace Parley.Devices;

/// <summary>An audio device cannot be used. The message says what to do where something can be done.</summary>
public sealed class AudioDeviceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AudioDeviceException()
        : this("The audio device failed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public AudioDeviceException(string message)
        : this(AudioDeviceProblem.DeviceFailed, message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public AudioDeviceException(string message, Exception? innerException)
        : base(message, innerException) => Problem = AudioDeviceProblem.DeviceFailed;

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">Why the device cannot be used.</param>
    /// <param name="message">What happened and what to do.</param>
    public AudioDeviceException(AudioDeviceProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>Why the device cannot be used.</summary>
    public AudioDeviceProblem Problem { get; }

    internal static AudioDeviceException MissingLibrary(string library, string debianPackage, string others) => new(
        AudioDeviceProblem.LibraryMissing,
        $"{library} is not installed. Debian and Ubuntu: apt-get install {debianPackage}. {others}");
}
