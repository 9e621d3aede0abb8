using System.Runtime.InteropServices;

namespace Parley.Devices.Native;

/// <summary>
/// A native library found by its distribution's file names when it is first needed. Functions are taken by name, so that one source
/// serves both targets and a missing library is an ordinary result instead of an exception in the middle of a call.
/// </summary>
internal sealed class SharedLibrary
{
    private readonly IntPtr _handle;

    private SharedLibrary(IntPtr handle) => _handle = handle;

    /// <summary>Loads the first of these that is there; null when none is. Loaded libraries stay for the life of the process.</summary>
    public static SharedLibrary? TryLoad(params string[] names)
    {
        foreach (var name in names)
        {
            if (Loader.Load(name) is var handle && handle != IntPtr.Zero)
            {
                return new SharedLibrary(handle);
            }
        }

        return null;
    }

    /// <summary>The address of a function; zero when the library does not have it.</summary>
    public IntPtr Find(string name) => Loader.Find(_handle, name);

    public IntPtr Get(string name) =>
        Find(name) is var address && address != IntPtr.Zero ? address : throw new AudioDeviceException(
            AudioDeviceProblem.LibraryMissing, $"The installed audio library has no function {name}: it is too old.");

#if NET
    private static class Loader
    {
        public static IntPtr Load(string name) => NativeLibrary.TryLoad(name, out var handle) ? handle : IntPtr.Zero;

        public static IntPtr Find(IntPtr handle, string name) => NativeLibrary.TryGetExport(handle, name, out var address) ? address : IntPtr.Zero;
    }
#else
    private static class Loader
    {
        private const int Now = 2;

        public static IntPtr Load(string name) =>
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Windows.LoadLibrary(name)
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? Mac.dlopen(name, Now)
            : Linux.dlopen(name, Now);

        public static IntPtr Find(IntPtr handle, string name) =>
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Windows.GetProcAddress(handle, name)
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? Mac.dlsym(handle, name)
            : Linux.dlsym(handle, name);

        private static class Windows
        {
            [DllImport("kernel32", EntryPoint = "LoadLibraryW", CharSet = CharSet.Unicode)]
            public static extern IntPtr LoadLibrary(string name);

            [DllImport("kernel32", CharSet = CharSet.Ansi, BestFitMapping = false)]
            public static extern IntPtr GetProcAddress(IntPtr handle, string name);
        }

        private static class Mac
        {
            [DllImport("libSystem.dylib", CharSet = CharSet.Ansi, BestFitMapping = false)]
            public static extern IntPtr dlopen(string name, int flags);

            [DllImport("libSystem.dylib", CharSet = CharSet.Ansi, BestFitMapping = false)]
            public static extern IntPtr dlsym(IntPtr handle, string name);
        }

        private static class Linux
        {
            [DllImport("libdl.so.2", CharSet = CharSet.Ansi, BestFitMapping = false)]
            public static extern IntPtr dlopen(string name, int flags);

            [DllImport("libdl.so.2", CharSet = CharSet.Ansi, BestFitMapping = false)]
            public static extern IntPtr dlsym(IntPtr handle, string name);
        }
    }
#endif
}
