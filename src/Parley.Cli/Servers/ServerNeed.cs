namespace Parley.Cli;

/// <summary>What a command wants of a server that it may have to start itself.</summary>
internal enum ServerNeed
{
    /// <summary>Speech only: a server of its own needs nothing that is kept, so any number of such commands may run at once.</summary>
    Speech,

    /// <summary>Characters and chats: a server of its own takes the data directory for as long as the command runs.</summary>
    Conversation,
}
