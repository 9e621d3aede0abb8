namespace Parley.Conversation.Sessions;

/// <summary>Limits of a session directory.</summary>
public sealed record SessionDirectoryOptions
{
    /// <summary>Live sessions of one player; default 4.</summary>
    public int MaxSessionsPerPlayer { get; init; } = 4;

    /// <summary>Live sessions in all; default 1,000.</summary>
    public int MaxSessions { get; init; } = 1_000;

    /// <summary>How conversations are held unless a request says otherwise.</summary>
    public ConversationOptions Conversation { get; init; } = ConversationOptions.Default;

    /// <summary>Who is talked to when nobody is named; null means the first character of the tenant's list.</summary>
    public Guid? DefaultCharacterId { get; init; }
}
