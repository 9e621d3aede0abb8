namespace Parley.Server.Data;

/// <summary>
/// The folder that holds everything one server keeps: <c>parley.json</c>, <c>parley.db</c>, <c>characters/</c>, and <c>server.json</c>
/// while a server runs on it.
/// </summary>
public sealed class DataDirectory
{
    private DataDirectory(string path)
    {
        FullPath = path;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The settings file; it may be absent.</summary>
    public string SettingsFile => Path.Combine(FullPath, "parley.json");

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(FullPath, "parley.db");

    /// <summary>The user's own characters, one file each.</summary>
    public string Characters => Path.Combine(FullPath, "characters");

    /// <summary>Says which server runs here.</summary>
    public string ServerFile => Path.Combine(FullPath, "server.json");

    /// <summary>Locked for as long as a server runs here; never deleted, so that two starts cannot lock different files.</summary>
    public string LockFile => Path.Combine(FullPath, "server.lock");

    /// <summary>
    /// Finds the folder: <paramref name="given"/>, else <c>PARLEY_DATA</c>, else <c>$XDG_DATA_HOME/parley</c>
    /// (<c>~/.local/share/parley</c>), on Windows <c>%LOCALAPPDATA%\Parley</c>. Creates nothing.
    /// </summary>
    /// <param name="given">The <c>--data</c> flag; null when absent.</param>
    public static DataDirectory Find(string? given = null)
    {
        var path = FirstOf(given, Environment.GetEnvironmentVariable("PARLEY_DATA")) ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            OperatingSystem.IsWindows() ? "Parley" : "parley");
        return new DataDirectory(Path.GetFullPath(path));
    }

    /// <summary>Creates the folder and its parts, readable by its owner alone.</summary>
    /// <exception cref="StorageException">The folder cannot be created.</exception>
    public void Create()
    {
        try
        {
            foreach (var folder in new[] { FullPath, Characters })
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(folder);
                }
                else
                {
                    Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data directory {FullPath} cannot be created: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a server runs on the folder at this moment.</summary>
    public bool IsInUse()
    {
        using var taken = ServerLock.TryTake(this);
        return taken is null;
    }

    private static string? FirstOf(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return value;
            }
        }

        return null;
    }
}
