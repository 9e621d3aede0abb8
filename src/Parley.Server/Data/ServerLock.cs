namespace Parley.Server.Data;

/// <summary>
/// One server per data directory. The operating system holds the lock and drops it with the process, however that ends, so a stale
/// one cannot exist.
/// </summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private ServerLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when a server holds it.</summary>
    public static ServerLock? TryTake(DataDirectory data)
    {
        try
        {
            // FileShare.None is flock on Unix.
            return new ServerLock(new FileStream(data.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException) when (File.Exists(data.LockFile))
        {
            return null;
        }
    }

    /// <summary>Takes the lock, creating the directory.</summary>
    /// <exception cref="StorageException">A server holds it (the message names its process and URL), or the directory cannot be used.</exception>
    public static ServerLock Take(DataDirectory data)
    {
        data.Create();
        if (TryTake(data) is { } taken)
        {
            return taken;
        }

        var owner = ServerRecord.TryRead(data) is { } record ? $" (process {record.ProcessId}, {record.Url})" : "";
        throw new StorageException($"A server already runs on {data.FullPath}{owner}. Stop it, or give another directory with --data.");
    }

    public void Dispose() => _file.Dispose();
}
