namespace Parley.Cli;

/// <summary>What the command's exit code means.</summary>
internal static class ExitCodes
{
    /// <summary>It did what was asked.</summary>
    public const int Done = 0;

    /// <summary>It failed; the reason is on stderr.</summary>
    public const int Failed = 1;

    /// <summary>The words or options were wrong; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>The server named cannot be reached or refused the key.</summary>
    public const int NoServer = 3;

    /// <summary>Ctrl+C or a termination signal ended it early.</summary>
    public const int Interrupted = 130;
}
