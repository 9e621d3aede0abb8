namespace Parley.Server.Voxta;

/// <summary>What an app gets that resumes a chat which another one runs.</summary>
internal enum RunningChatPolicy
{
    /// <summary>It watches the session, and may say and do everything in it.</summary>
    Attach,

    /// <summary>An error, as from the original server.</summary>
    Error,
}
