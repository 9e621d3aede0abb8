namespace Parley.Server.Security;

/// <summary>What an API key is good for.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Speech to text and text to speech.</summary>
    Speech = 1,

    /// <summary>Characters, chats, memory and talking with them.</summary>
    Conversation = 2,

    /// <summary>Settings of the server and of other callers.</summary>
    Admin = 4,

    /// <summary>What a key gets unless asked otherwise: everything but <see cref="Admin"/>.</summary>
    Default = Speech | Conversation,

    /// <summary>Everything.</summary>
    All = Speech | Conversation | Admin,
}
