using System.Reflection;
using System.Runtime.InteropServices;
using Parley.Server.Data;
using SQLitePCL;

namespace Parley.Server.Storage;

/// <summary>Binds the SQLite provider to the system's own library: the one that gets security updates.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <exception cref="StorageException">The library is missing; the message names the package.</exception>
    public static void Require() => _ = Loaded.Value;

    private static bool Load()
    {
        if (!TryLoad(out _))
        {
            throw new StorageException($"SQLite is missing ({FileName}). On Debian: apt-get install libsqlite3-0");
        }

        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static string FileName => OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";

    private static bool TryLoad(out IntPtr library) => NativeLibrary.TryLoad(FileName, out library);

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == "e_sqlite3" && TryLoad(out var library) ? library : IntPtr.Zero;
}
