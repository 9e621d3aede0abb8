using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Flite;

/// <summary>
/// Flite and its voices, loaded once in the process and never unloaded: voices are static data of their libraries.
/// Thread-safe.
/// </summary>
internal static unsafe class FliteLibrary
{
    public const string EngineId = "flite";

    public const string Remedy = "apt-get install libflite1";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, FliteVoice> Voices = [];
    private static bool _initialized;

    /// <summary>Version in the name of the file that was loaded; null where the system does not tell. Flite has no function for it.</summary>
    public static string? Version
    {
        get
        {
            const string Name = "/libflite.so.";
            var maps = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(FliteNative.Library, out _) ? File.ReadLines("/proc/self/maps") : [];
            var line = maps.FirstOrDefault(l => l.Contains(Name, StringComparison.Ordinal));
            return line?[(line.LastIndexOf(Name, StringComparison.Ordinal) + Name.Length)..];
        }
    }

    /// <summary>Whether the library and the voice's own can be loaded.</summary>
    public static bool IsInstalled(FliteVoiceDefinition definition) =>
        NativeLibrary.TryLoad(FliteNative.Library, out _) && NativeLibrary.TryLoad(definition.Library, out _);

    /// <summary>The voice, made ready by the first who asks: registering is not thread-safe.</summary>
    /// <exception cref="EngineException">A library is missing or is not Flite's.</exception>
    public static FliteVoice Load(FliteVoiceDefinition definition)
    {
        lock (Gate)
        {
            if (Voices.TryGetValue(definition.Id, out var known))
            {
                return known;
            }

            try
            {
                if (!_initialized)
                {
                    _ = FliteNative.Init();
                    _initialized = true;
                }

                var register = (delegate* unmanaged[Cdecl]<nint, FliteNative.Voice*>)NativeLibrary.GetExport(
                    NativeLibrary.Load(definition.Library), definition.RegisterFunction);
                var voice = new FliteVoice(definition, register(0));
                Voices.Add(definition.Id, voice);
                return voice;
            }
            catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                throw NotInstalled(missing);
            }
        }
    }

    public static EngineException NotInstalled(Exception? cause = null) =>
        new(EngineId, EngineFailure.Unavailable, $"Flite is not installed: run '{Remedy}'.", cause);
}
