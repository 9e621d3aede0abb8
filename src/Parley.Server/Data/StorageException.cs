namespace Parley.Server.Data;

/// <summary>The data directory or its database cannot be used. The message says what to do; it is meant to be shown.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
