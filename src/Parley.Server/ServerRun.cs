using System.Security.Cryptography;

namespace Parley.Server;

/// <summary>This start of the server.</summary>
public sealed class ServerRun
{
    /// <summary>Random id of it.</summary>
    public string Instance { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Whether it has come as far as listening.</summary>
    public bool HasStarted { get; internal set; }
}
